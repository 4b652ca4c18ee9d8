//! Names of drivers, indicators and measures: short texts that are copied like numbers, so that a subject's file or an analyst may
//! add one without a list of all.

use crate::error::Error;

/// Most bytes of a name.
pub(crate) const LONGEST: usize = 47;
/// Most bytes of words.
const LONGEST_WORDS: usize = 95;

/// A short text that is copied like a number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Text<const MOST: usize>([u8; MOST]);

/// A name: lower-case letters, digits, `_` and `.`, beginning with a letter.
pub(crate) type Name = Text<LONGEST>;
/// Words of a sentence.
pub(crate) type Words = Text<LONGEST_WORDS>;

impl<const MOST: usize> Text<MOST> {
    /// A text of the crate's own; one that is too long does not compile.
    pub(crate) const fn fixed(text: &str) -> Self {
        let text = text.as_bytes();
        let mut bytes = [0; MOST];
        assert!(!text.is_empty() && text.len() <= MOST);
        let mut at = 0;
        while at < text.len() {
            bytes[at] = text[at];
            at += 1;
        }
        Self(bytes)
    }

    /// The text.
    #[must_use]
    pub(crate) fn as_str(&self) -> &str {
        let length = self.0.iter().position(|byte| *byte == 0).unwrap_or(MOST);
        // Whole texts are taken in only.
        std::str::from_utf8(&self.0[..length]).unwrap_or_default()
    }

    /// Whether two texts are the same, for constants.
    pub(crate) const fn is(&self, other: &Self) -> bool {
        let mut at = 0;
        while at < MOST {
            if self.0[at] != other.0[at] {
                return false;
            }
            at += 1;
        }
        true
    }
}

impl Name {
    /// The name that a text makes.
    ///
    /// # Errors
    /// If it is too long, does not begin with a letter, or holds something else than lower-case letters, digits, `_` and `.`.
    pub(crate) fn new(kind: &str, text: &str) -> Result<Self, Error> {
        let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_' || byte == b'.';
        let begins = text.as_bytes().first().is_some_and(u8::is_ascii_lowercase);
        if !begins || text.len() > LONGEST || !text.bytes().all(fits) {
            let rule = format!(
                "must begin with a lower-case letter and hold only lower-case letters, digits, _ and ., at most {LONGEST} of them"
            );
            return Err(Error::out_of_range(format!("name of {kind}"), format!("{text:?}"), rule));
        }
        Ok(Self::fixed(text))
    }
}

impl Words {
    /// Words given by a caller.
    ///
    /// # Errors
    /// If there are none, or too many.
    pub(crate) fn new(what: &str, text: &str) -> Result<Self, Error> {
        if text.trim().is_empty() || text.len() > LONGEST_WORDS || text.contains('\0') {
            let rule = format!("must hold 1 to {LONGEST_WORDS} characters");
            return Err(Error::out_of_range(what, format!("{text:?}"), rule));
        }
        Ok(Self::fixed(text))
    }
}

impl<const MOST: usize> std::fmt::Debug for Text<MOST> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

/// Makes a type of names.
macro_rules! names {
    ($(#[$doc:meta])+ $type:ident, $kind:literal) => {
        $(#[$doc])+
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $type(pub(crate) crate::catalogue::name::Name);

        impl $type {
            /// One of the crate's own.
            pub(crate) const fn fixed(name: &str) -> Self {
                Self(crate::catalogue::name::Name::fixed(name))
            }

            /// The one of this name, whether or not a run knows it.
            ///
            /// # Errors
            /// If the name does not begin with a lower-case letter, holds anything but lower-case letters, digits, `_` and `.`, or
            /// is longer than 47 characters.
            pub fn named(name: &str) -> Result<Self, crate::error::Error> {
                crate::catalogue::name::Name::new($kind, name).map(Self)
            }

            /// The one of a name that was checked before.
            #[allow(dead_code)] // not every kind is made from another
            pub(crate) const fn of(name: crate::catalogue::name::Name) -> Self {
                Self(name)
            }

            /// Its name in files and tables.
            #[must_use]
            pub fn name(&self) -> &str {
                self.0.as_str()
            }

            /// Whether it is the other, for constants.
            #[allow(dead_code)] // not every kind is looked for by the compiler
            pub(crate) const fn is(&self, other: &Self) -> bool {
                self.0.is(&other.0)
            }
        }

        impl std::str::FromStr for $type {
            type Err = crate::error::Error;

            fn from_str(name: &str) -> Result<Self, Self::Err> {
                Self::named(name)
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.name())
            }
        }

        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({})", stringify!($type), self.name())
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let name = String::deserialize(deserializer)?;
                Self::named(&name).map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use names;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_their_text() {
        const FIXED: Name = Name::fixed("school_ready");
        assert_eq!(FIXED.as_str(), "school_ready");
        assert_eq!(Words::new("unit", "persons à 100").unwrap().as_str(), "persons à 100");
        assert!(Words::new("unit", " ").is_err());
        assert_eq!(Name::new("indicator", "school_ready").unwrap(), FIXED);
        assert!(FIXED.is(&Name::fixed("school_ready")) && !FIXED.is(&Name::fixed("school")));
        let long = "a".repeat(LONGEST);
        assert_eq!(Name::new("indicator", &long).unwrap().as_str(), long);
        for wrong in ["", "1a", "School", "a b", "a-b", &"a".repeat(LONGEST + 1)] {
            let message = Name::new("indicator", wrong).unwrap_err().to_string();
            assert!(message.starts_with(&format!("name of indicator {wrong:?} must begin")), "{message}");
        }
    }
}
