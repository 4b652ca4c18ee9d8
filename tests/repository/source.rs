//! Reading a source file: its modules, what each imports and which paths it names. Comments and texts are left out.

use std::collections::BTreeSet;

/// A `use` of one name.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Import {
    pub(crate) path: Vec<String>,
    /// What it is called here; `*` for all names.
    pub(crate) name: String,
    /// Whether others may use it from here.
    pub(crate) is_public: bool,
}

/// A module: a file, or a block in one.
#[derive(Debug, Default)]
pub(crate) struct Module {
    /// Names from the crate's root to it.
    pub(crate) path: Vec<String>,
    pub(crate) children: BTreeSet<String>,
    pub(crate) imports: Vec<Import>,
    /// Paths of two names and more in its code, imports left out.
    pub(crate) paths: Vec<Vec<String>>,
    /// Words of its code, of a path the first; imports and declarations of modules left out.
    pub(crate) words: BTreeSet<String>,
    /// What it defines, at any depth.
    pub(crate) items: BTreeSet<String>,
}

const DEFINES: [&str; 8] = ["fn", "struct", "enum", "trait", "type", "const", "static", "union"];

/// Words and signs; `::` is one sign.
pub(crate) fn tokens(source: &str) -> Vec<String> {
    let text: Vec<char> = source.chars().collect();
    let at = |place: usize| text.get(place).copied().unwrap_or('\0');
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let (mut found, mut place) = (Vec::new(), 0);
    while place < text.len() {
        let c = at(place);
        match (c, at(place + 1)) {
            ('/', '/') => {
                while place < text.len() && at(place) != '\n' {
                    place += 1;
                }
            }
            ('/', '*') => {
                let mut depth = 0;
                loop {
                    match (at(place), at(place + 1)) {
                        ('/', '*') => (depth, place) = (depth + 1, place + 2),
                        ('*', '/') => (depth, place) = (depth - 1, place + 2),
                        _ => place += 1,
                    }
                    if depth == 0 || place >= text.len() {
                        break;
                    }
                }
            }
            ('"', _) => {
                let end = after_text(&text, place);
                if named_by_a_text(&found) {
                    let inside: String = text[place + 1..end - 1].iter().collect();
                    let is_path = inside.chars().all(|c| is_word(c) || c == ':');
                    found.extend(if is_path { tokens(&inside) } else { Vec::new() });
                }
                place = end;
            }
            // A character, or a lifetime, which is left out as well.
            ('\'', '\\') => {
                place += 3;
                while place < text.len() && at(place - 1) != '\'' {
                    place += 1;
                }
            }
            ('\'', _) if at(place + 2) == '\'' => place += 3,
            ('\'', _) => {
                place += 1;
                while is_word(at(place)) {
                    place += 1;
                }
            }
            _ if is_word(c) => {
                let from = place;
                while is_word(at(place)) {
                    place += 1;
                }
                let word: String = text[from..place].iter().collect();
                let hashes = text[place..].iter().take_while(|sign| **sign == '#').count();
                match (word.as_str(), at(place + hashes)) {
                    ("r" | "br" | "cr", '"') => place = after_raw_text(&text, place + hashes, hashes),
                    ("b" | "c", '"') if hashes == 0 => place = after_text(&text, place),
                    _ => found.push(word),
                }
            }
            (':', ':') => {
                found.push("::".to_owned());
                place += 2;
            }
            _ => {
                if !c.is_whitespace() {
                    found.push(c.to_string());
                }
                place += 1;
            }
        }
    }
    found
}

/// Whether the text that follows is the name of something: serde's attributes name types and functions by texts.
fn named_by_a_text(before: &[String]) -> bool {
    const KEYS: [&str; 8] =
        ["try_from", "from", "into", "with", "serialize_with", "deserialize_with", "default", "skip_serializing_if"];
    matches!(before, [.., key, sign] if sign == "=" && KEYS.contains(&key.as_str()))
}

/// The place after a text that begins with the quotation mark at `place`.
fn after_text(text: &[char], mut place: usize) -> usize {
    place += 1;
    while place < text.len() && text[place] != '"' {
        place += if text[place] == '\\' { 2 } else { 1 };
    }
    place + 1
}

fn after_raw_text(text: &[char], mut place: usize, hashes: usize) -> usize {
    place += 1;
    let ends = |place: usize| text[place] == '"' && text[place + 1..].iter().take(hashes).all(|sign| *sign == '#');
    while place < text.len() && !ends(place) {
        place += 1;
    }
    place + 1 + hashes
}

fn begins(tokens: &[String], with: &[&str]) -> bool {
    tokens.len() >= with.len() && tokens.iter().zip(with).all(|(token, wanted)| token == wanted)
}

/// The place after the bracket that closes the one at `place`.
fn after_block(tokens: &[String], place: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(place) {
        match token.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    tokens.len()
}

/// The tokens without what is compiled for tests alone, and the names of the modules declared there.
pub(crate) fn without_tests(tokens: &[String]) -> (Vec<String>, BTreeSet<String>) {
    let (mut kept, mut modules, mut place) = (Vec::new(), BTreeSet::new(), 0);
    while place < tokens.len() {
        if !begins(&tokens[place..], &["#", "[", "cfg", "(", "test", ")", "]"]) {
            kept.push(tokens[place].clone());
            place += 1;
            continue;
        }
        while begins(&tokens[place..], &["#", "["]) {
            place = after_block(tokens, place + 1);
        }
        // The item ends with its block or a semicolon.
        while place < tokens.len() {
            match tokens[place].as_str() {
                "mod" if begins(&tokens[place + 2..], &[";"]) => _ = modules.insert(tokens[place + 1].clone()),
                ";" => break,
                "(" | "[" | "{" => {
                    let was_block = tokens[place] == "{";
                    place = after_block(tokens, place) - 1;
                    if was_block {
                        break;
                    }
                }
                _ => {}
            }
            place += 1;
        }
        place += 1;
    }
    (kept, modules)
}

fn is_word(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// The imports of a tree of names; returns the place after it.
fn imports(tokens: &[String], mut place: usize, before: &[String], is_public: bool, into: &mut Vec<Import>) -> usize {
    let mut path = before.to_vec();
    loop {
        match tokens[place].as_str() {
            "{" => {
                place += 1;
                while tokens[place] != "}" {
                    place = imports(tokens, place, &path, is_public, into);
                    if tokens[place] == "," {
                        place += 1;
                    }
                }
                return place + 1;
            }
            "*" => {
                into.push(Import { path, name: "*".to_owned(), is_public });
                return place + 1;
            }
            "::" => place += 1,
            name => {
                // `a::{self}` is `a`.
                if name != "self" || path.is_empty() {
                    path.push(name.to_owned());
                }
                place += 1;
                if tokens[place] != "::" {
                    let is_renamed = tokens[place] == "as";
                    let name = if is_renamed { tokens[place + 1].clone() } else { path[path.len() - 1].clone() };
                    into.push(Import { path, name, is_public });
                    return place + if is_renamed { 2 } else { 0 };
                }
            }
        }
    }
}

/// The modules of a file, itself first, then its blocks.
pub(crate) fn modules(own: &[String], tokens: &[String]) -> Vec<Module> {
    let mut all = vec![Module { path: own.to_vec(), ..Module::default() }];
    // The blocks one is in, each with the depth of braces at which it ends.
    let mut open = vec![(0, 0_usize)];
    let (mut depth, mut place) = (0_usize, 0);
    while place < tokens.len() {
        let here = open[open.len() - 1].0;
        let token = tokens[place].as_str();
        let next = tokens.get(place + 1).map_or("", String::as_str);
        let is_public = match place.checked_sub(1).map(|before| tokens[before].as_str()) {
            Some("pub") => true,
            Some(")") => tokens[..place].iter().rev().take(6).any(|token| token == "pub"),
            _ => false,
        };
        match token {
            "mod" if is_word(next) => {
                all[here].children.insert(next.to_owned());
                if tokens[place + 2] == "{" {
                    let mut path = all[here].path.clone();
                    path.push(next.to_owned());
                    all.push(Module { path, ..Module::default() });
                    open.push((all.len() - 1, depth));
                    depth += 1;
                }
                place += 3;
                continue;
            }
            // `use<'a>` of a type is no import.
            "use" if next != "<" => {
                place = imports(tokens, place + 1, &[], is_public, &mut all[here].imports);
                continue;
            }
            "{" => depth += 1,
            "}" => {
                depth = depth.saturating_sub(1);
                if open.len() > 1 && open[open.len() - 1].1 == depth {
                    open.pop();
                }
            }
            "macro_rules" if next == "!" => _ = all[here].items.insert(tokens[place + 2].clone()),
            word if is_word(word) => {
                let mut path = vec![word.to_owned()];
                while begins(&tokens[place + 1..], &["::"]) && tokens.get(place + 2).is_some_and(|next| is_word(next)) {
                    place += 2;
                    path.push(tokens[place].clone());
                }
                if DEFINES.contains(&word) && is_word(next) {
                    all[here].items.insert(next.to_owned());
                }
                if path.len() > 1 {
                    all[here].paths.push(path);
                }
                all[here].words.insert(word.to_owned());
            }
            _ => {}
        }
        place += 1;
    }
    all
}
