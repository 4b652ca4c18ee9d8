//! Enums that are an axis of arrays and a word in tables: one macro makes the list of all, their indices, names and text.

/// An enum whose variants have a name each: with `AXIS`, `index`, `name` and `Display`; with `from_name` too if the enum is followed
/// by what an unknown name is to be called in its error.
macro_rules! named_enum {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident, unknown $kind:literal { $($body:tt)+ }
    ) => {
        $crate::named::named_enum! { $(#[$meta])* $vis enum $name { $($body)+ } }

        impl $name {
            /// The one with this name.
            ///
            /// # Errors
            /// If there is none; the nearest is offered.
            $vis fn from_name(name: &str) -> Result<Self, $crate::error::Error> {
                let found = Self::AXIS.into_iter().find(|one| one.name() == name);
                found.ok_or_else(|| $crate::error::Error::unknown($kind, name, Self::AXIS.map(Self::name)))
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::error::Error;

            fn from_str(name: &str) -> Result<Self, Self::Err> {
                Self::from_name(name)
            }
        }
    };
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident { $($(#[$of_variant:meta])* $variant:ident = $text:literal,)+ }
    ) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $(#[$meta])*
        $vis enum $name { $($(#[$of_variant])* $variant,)+ }

        impl $name {
            /// All, in the order of every array with an axis of them.
            pub(crate) const AXIS: [Self; [$($text),+].len()] = [$(Self::$variant),+];

            /// Index on that axis.
            #[allow(dead_code)] // an axis of arrays, or a word in tables, or both
            #[must_use]
            $vis const fn index(self) -> usize {
                self as usize
            }

            /// Name in tables, parameters, results and notes.
            #[must_use]
            $vis const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}

pub(crate) use named_enum;

#[cfg(test)]
mod tests {
    named_enum! {
        /// Two of a kind.
        enum Fruit, unknown "fruit" {
            /// Red or green.
            Apple = "apple",
            /// Yellow.
            Pear = "pear",
        }
    }

    #[test]
    fn the_order_is_the_index() {
        for (index, fruit) in Fruit::AXIS.into_iter().enumerate() {
            assert_eq!(fruit.index(), index);
            assert_eq!(Fruit::from_name(fruit.name()).unwrap(), fruit);
            assert_eq!(fruit.to_string(), fruit.name());
        }
    }

    #[test]
    fn an_unknown_name_offers_the_nearest() {
        let message = Fruit::from_name("aple").unwrap_err().to_string();
        assert!(message.contains("fruit") && message.contains("did you mean \"apple\""), "{message}");
    }
}
