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
    let at = |index: usize| text.get(index).copied().unwrap_or('\0');
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let (mut found, mut index) = (Vec::new(), 0);
    while index < text.len() {
        let c = at(index);
        match (c, at(index + 1)) {
            ('/', '/') => {
                while index < text.len() && at(index) != '\n' {
                    index += 1;
                }
            }
            ('/', '*') => {
                let mut depth = 0;
                loop {
                    match (at(index), at(index + 1)) {
                        ('/', '*') => (depth, index) = (depth + 1, index + 2),
                        ('*', '/') => (depth, index) = (depth - 1, index + 2),
                        _ => index += 1,
                    }
                    if depth == 0 || index >= text.len() {
                        break;
                    }
                }
            }
            ('"', _) => {
                let end = after_text(&text, index);
                if named_by_a_text(&found) {
                    let inside: String = text[index + 1..end - 1].iter().collect();
                    let is_path = inside.chars().all(|c| is_word(c) || c == ':');
                    found.extend(if is_path { tokens(&inside) } else { Vec::new() });
                }
                index = end;
            }
            // A character, or a lifetime, which is left out as well.
            ('\'', '\\') => {
                index += 3;
                while index < text.len() && at(index - 1) != '\'' {
                    index += 1;
                }
            }
            ('\'', _) if at(index + 2) == '\'' => index += 3,
            ('\'', _) => {
                index += 1;
                while is_word(at(index)) {
                    index += 1;
                }
            }
            _ if is_word(c) => {
                let from = index;
                while is_word(at(index)) {
                    index += 1;
                }
                let word: String = text[from..index].iter().collect();
                let hashes = text[index..].iter().take_while(|sign| **sign == '#').count();
                match (word.as_str(), at(index + hashes)) {
                    ("r" | "br" | "cr", '"') => index = after_raw_text(&text, index + hashes, hashes),
                    ("b" | "c", '"') if hashes == 0 => index = after_text(&text, index),
                    _ => found.push(word),
                }
            }
            (':', ':') => {
                found.push("::".to_owned());
                index += 2;
            }
            _ => {
                if !c.is_whitespace() {
                    found.push(c.to_string());
                }
                index += 1;
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

/// The position after a text that begins with the quotation mark at `index`.
fn after_text(text: &[char], mut index: usize) -> usize {
    index += 1;
    while index < text.len() && text[index] != '"' {
        index += if text[index] == '\\' { 2 } else { 1 };
    }
    index + 1
}

fn after_raw_text(text: &[char], mut index: usize, hashes: usize) -> usize {
    index += 1;
    let ends = |index: usize| text[index] == '"' && text[index + 1..].iter().take(hashes).all(|sign| *sign == '#');
    while index < text.len() && !ends(index) {
        index += 1;
    }
    index + 1 + hashes
}

fn begins(tokens: &[String], with: &[&str]) -> bool {
    tokens.len() >= with.len() && tokens.iter().zip(with).all(|(token, wanted)| token == wanted)
}

/// The position after the bracket that closes the one at `index`.
fn after_block(tokens: &[String], index: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(index) {
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
    let (mut kept, mut modules, mut index) = (Vec::new(), BTreeSet::new(), 0);
    while index < tokens.len() {
        if !begins(&tokens[index..], &["#", "[", "cfg", "(", "test", ")", "]"]) {
            kept.push(tokens[index].clone());
            index += 1;
            continue;
        }
        while begins(&tokens[index..], &["#", "["]) {
            index = after_block(tokens, index + 1);
        }
        // The item ends with its block or a semicolon.
        while index < tokens.len() {
            match tokens[index].as_str() {
                "mod" if begins(&tokens[index + 2..], &[";"]) => _ = modules.insert(tokens[index + 1].clone()),
                ";" => break,
                "(" | "[" | "{" => {
                    let was_block = tokens[index] == "{";
                    index = after_block(tokens, index) - 1;
                    if was_block {
                        break;
                    }
                }
                _ => {}
            }
            index += 1;
        }
        index += 1;
    }
    (kept, modules)
}

fn is_word(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// The imports of a tree of names; returns the position after it.
fn imports(tokens: &[String], mut index: usize, before: &[String], is_public: bool, into: &mut Vec<Import>) -> usize {
    let mut path = before.to_vec();
    loop {
        match tokens[index].as_str() {
            "{" => {
                index += 1;
                while tokens[index] != "}" {
                    index = imports(tokens, index, &path, is_public, into);
                    if tokens[index] == "," {
                        index += 1;
                    }
                }
                return index + 1;
            }
            "*" => {
                into.push(Import { path, name: "*".to_owned(), is_public });
                return index + 1;
            }
            "::" => index += 1,
            name => {
                // `a::{self}` is `a`.
                if name != "self" || path.is_empty() {
                    path.push(name.to_owned());
                }
                index += 1;
                if tokens[index] != "::" {
                    let is_renamed = tokens[index] == "as";
                    let name = if is_renamed { tokens[index + 1].clone() } else { path[path.len() - 1].clone() };
                    into.push(Import { path, name, is_public });
                    return index + if is_renamed { 2 } else { 0 };
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
    let (mut depth, mut index) = (0_usize, 0);
    while index < tokens.len() {
        let here = open[open.len() - 1].0;
        let token = tokens[index].as_str();
        let next = tokens.get(index + 1).map_or("", String::as_str);
        let is_public = match index.checked_sub(1).map(|before| tokens[before].as_str()) {
            Some("pub") => true,
            Some(")") => tokens[..index].iter().rev().take(6).any(|token| token == "pub"),
            _ => false,
        };
        match token {
            "mod" if is_word(next) => {
                all[here].children.insert(next.to_owned());
                if tokens[index + 2] == "{" {
                    let mut path = all[here].path.clone();
                    path.push(next.to_owned());
                    all.push(Module { path, ..Module::default() });
                    open.push((all.len() - 1, depth));
                    depth += 1;
                }
                index += 3;
                continue;
            }
            // `use<'a>` of a type is no import.
            "use" if next != "<" => {
                index = imports(tokens, index + 1, &[], is_public, &mut all[here].imports);
                continue;
            }
            "{" => depth += 1,
            "}" => {
                depth = depth.saturating_sub(1);
                if open.len() > 1 && open[open.len() - 1].1 == depth {
                    open.pop();
                }
            }
            "macro_rules" if next == "!" => _ = all[here].items.insert(tokens[index + 2].clone()),
            word if is_word(word) => {
                let mut path = vec![word.to_owned()];
                while begins(&tokens[index + 1..], &["::"]) && tokens.get(index + 2).is_some_and(|next| is_word(next)) {
                    index += 2;
                    path.push(tokens[index].clone());
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
        index += 1;
    }
    all
}
