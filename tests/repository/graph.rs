//! Which file of `src` uses which: every import and path, followed through re-exports to the file that defines what is meant.

use crate::source::{Import, Module, modules, tokens, without_tests};
use crate::{files, text};
use std::collections::{BTreeMap, BTreeSet};
use support::top;

/// How often an import may lead to another; more is a circle of imports.
const FARTHEST: usize = 12;

/// What of the sources is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Code {
    All,
    /// Without what is compiled for tests alone, and without files called `tests.rs`.
    WithoutTests,
}

/// The modules of the crate and the files they are in; one module's name begins with that of the module it is in.
pub(crate) struct Sources {
    modules: BTreeMap<Vec<String>, (Module, String)>,
}

/// Of each file those it uses, each with a path by which it does.
pub(crate) type Uses = BTreeMap<String, BTreeMap<String, String>>;

/// The names of the module a file holds: `mod.rs` holds its folder's.
fn own_names(file: &str) -> Vec<String> {
    let inside = file.trim_end_matches(".rs");
    let inside = inside.strip_suffix("/mod").unwrap_or(inside);
    if inside == "lib" { Vec::new() } else { inside.split('/').map(str::to_owned).collect() }
}

impl Sources {
    /// The sources of the library.
    pub(crate) fn of_the_crate(code: Code) -> Self {
        let folder = top().join("src");
        let name = |path: &std::path::Path| path.strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/");
        Self::new(files(&folder, &["rs"]).iter().map(|path| (name(path), text(path))), code)
    }

    /// Sources by their names below `src`.
    pub(crate) fn new(sources: impl IntoIterator<Item = (String, String)>, code: Code) -> Self {
        let (mut all, mut of_tests) = (BTreeMap::new(), BTreeSet::new());
        for (file, source) in sources {
            let own = own_names(&file);
            let mut read = tokens(&source);
            if code == Code::WithoutTests {
                let (kept, test_modules) = without_tests(&read);
                of_tests.extend(test_modules.into_iter().map(|name| [own.clone(), vec![name]].concat()));
                if own.last().is_some_and(|name| name == "tests") {
                    of_tests.insert(own.clone());
                }
                read = kept;
            }
            for module in modules(&own, &read) {
                all.insert(module.path.clone(), (module, file.clone()));
            }
        }
        all.retain(|path, _| !of_tests.iter().any(|of_test| path.starts_with(of_test)));
        Self { modules: all }
    }

    /// All files.
    pub(crate) fn files(&self) -> BTreeSet<&str> {
        self.modules.values().map(|(_, file)| file.as_str()).collect()
    }

    /// The module and what is left of a path inside it: nothing if the module itself is meant. `None` for another crate's.
    fn resolve(&self, from: &[String], path: &[String], far: usize) -> Option<(Vec<String>, Vec<String>)> {
        if far > FARTHEST {
            return None;
        }
        let (mut at, mut rest) = (from.to_vec(), path);
        match path.first().map(String::as_str)? {
            "crate" => (at, rest) = (Vec::new(), &path[1..]),
            "self" => rest = &path[1..],
            "super" => {
                while rest.first().is_some_and(|name| name == "super") {
                    at.pop()?;
                    rest = &rest[1..];
                }
            }
            name => {
                let module = &self.modules.get(&at)?.0;
                let is_here = module.children.contains(name) || module.imports.iter().any(|import| import.name == name);
                if !is_here {
                    return None;
                }
            }
        }
        while let Some(name) = rest.first() {
            let module = &self.modules.get(&at)?.0;
            if module.children.contains(name) {
                at.push(name.clone());
                rest = &rest[1..];
                // What is read without tests does not hold their modules.
                if !self.modules.contains_key(&at) {
                    return None;
                }
                continue;
            }
            // What is imported is seen by those inside, and by others if it is shown. A file may import a name and use it as
            // the beginning of other imports.
            let is_seen = |import: &&Import| import.is_public || from.starts_with(&at);
            let is_meant = |import: &&Import| import.name == *name && import.path != [name.clone()];
            if let Some(import) = module.imports.iter().filter(is_seen).find(is_meant) {
                let total = [&import.path, &rest[1..]].concat();
                return self.resolve(&at, &total, far + 1);
            }
            if !module.items.contains(name)
                && let Some(inside) = self.all_of(&at, module).find(|inside| self.shows(inside, name, far + 1))
            {
                return self.resolve(&inside, &[&["self".to_owned()], rest].concat(), far + 1);
            }
            break;
        }
        Some((at, rest.to_vec()))
    }

    /// The modules of which a module imports all names.
    fn all_of(&self, own: &[String], module: &Module) -> impl Iterator<Item = Vec<String>> {
        let all = module.imports.iter().filter(|import| import.name == "*");
        let through = all.filter_map(|import| self.resolve(own, &import.path, 0));
        through.filter(|(_, left)| left.is_empty()).map(|(inside, _)| inside)
    }

    /// Whether a module has a name, its own or another's.
    fn shows(&self, own: &[String], name: &str, far: usize) -> bool {
        let Some((module, _)) = self.modules.get(own).filter(|_| far <= FARTHEST) else { return false };
        module.items.contains(name)
            || module.imports.iter().any(|import| import.name == name)
            || self.all_of(own, module).any(|inside| self.shows(&inside, name, far + 1))
    }

    /// The paths a module uses: the imports its code needs, and those its code names.
    fn used_paths(&self, own: &[String], module: &Module) -> Vec<Vec<String>> {
        let mut all = Vec::new();
        for Import { path, name, is_public } in &module.imports {
            let Some((of, left)) = self.resolve(own, path, 0) else { continue };
            if name == "*" && left.is_empty() {
                // Of all names those that stand here and are nobody else's.
                let is_own =
                    |word: &str| module.items.contains(word) || module.imports.iter().any(|import| import.name == word);
                let words = module.words.iter().filter(|word| !is_own(word) && self.shows(&of, word, 0));
                all.extend(words.map(|word| [path.as_slice(), std::slice::from_ref(word)].concat()));
                continue;
            }
            // A folder's file shows what is below it without using it.
            let is_shown = *is_public && of.starts_with(own) && !module.words.contains(name);
            // A module that is imported is used where a path begins with it.
            let is_module = left.is_empty() && module.paths.iter().any(|path| path[0] == *name);
            if !is_shown && !is_module {
                all.push(path.clone());
            }
        }
        all.extend(module.paths.iter().cloned());
        all
    }

    /// Of each file those it uses.
    pub(crate) fn uses(&self) -> Uses {
        let mut uses: Uses = self.files().into_iter().map(|file| (file.to_owned(), BTreeMap::new())).collect();
        for (own, (module, file)) in &self.modules {
            for path in self.used_paths(own, module) {
                let Some((of, _)) = self.resolve(own, &path, 0) else { continue };
                let used = &self.modules[&of].1;
                if used != file {
                    let by = uses.entry(file.clone()).or_default();
                    by.entry(used.clone()).or_insert_with(|| path.join("::"));
                }
            }
        }
        uses
    }

    /// All paths that begin at the crate's root, each with the file that names it.
    pub(crate) fn paths_from_the_root(&self) -> Vec<(&str, Vec<String>)> {
        let mut all = Vec::new();
        for (module, file) in self.modules.values() {
            let imported = module.imports.iter().map(|import| &import.path);
            let named = imported.chain(&module.paths).filter(|path| path[0] == "crate" && path.len() > 1);
            all.extend(named.map(|path| (file.as_str(), path.clone())));
        }
        all
    }
}

/// The nearest way from a file to another, both ends included.
fn way(uses: &Uses, from: &str, to: &str) -> Option<Vec<String>> {
    let mut before: BTreeMap<&str, &str> = BTreeMap::new();
    let mut round = vec![from];
    while !round.is_empty() && !before.contains_key(to) {
        let mut next = Vec::new();
        for file in round {
            for used in uses[file].keys() {
                if !before.contains_key(used.as_str()) {
                    before.insert(used, file);
                    next.push(used.as_str());
                }
            }
        }
        round = next;
    }
    let mut way = vec![to.to_owned()];
    let mut last = *before.get(to)?;
    while last != from {
        way.push(last.to_owned());
        last = before[last];
    }
    way.push(from.to_owned());
    way.reverse();
    Some(way)
}

/// The circles of files: of each those that use each other, be it by way of others, and the shortest circles through them.
pub(crate) fn circles(uses: &Uses) -> BTreeMap<Vec<String>, Vec<String>> {
    let mut found: BTreeMap<Vec<String>, Vec<String>> = BTreeMap::new();
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        uses.keys().map(|file| (file.as_str(), all_below(uses, file))).collect();
    for file in uses.keys().filter(|file| reached[file.as_str()].contains(file.as_str())) {
        let together: Vec<String> = uses
            .keys()
            .filter(|other| {
                reached[file.as_str()].contains(other.as_str()) && reached[other.as_str()].contains(file.as_str())
            })
            .cloned()
            .collect();
        let round = way(uses, file, file).unwrap();
        let steps = round.windows(2).map(|step| format!("{} names {}", step[0], uses[&step[0]][&step[1]]));
        let told = format!("{} ({})", round.join(" -> "), steps.collect::<Vec<_>>().join("; "));
        let all = found.entry(together).or_default();
        // The same circle is found from each of its files.
        let is_new = !all.iter().any(|known| round.iter().all(|file| known.contains(&format!("{file} names"))));
        if is_new {
            all.push(told);
        }
    }
    found
}

fn all_below<'a>(uses: &'a Uses, from: &str) -> BTreeSet<&'a str> {
    let mut found: BTreeSet<&str> = BTreeSet::new();
    let mut open: Vec<&str> = uses[from].keys().map(String::as_str).collect();
    while let Some(file) = open.pop() {
        if found.insert(file) {
            open.extend(uses[file].keys().map(String::as_str));
        }
    }
    found
}
