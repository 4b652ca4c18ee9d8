//! What the rows of a table must hold together: none twice, none missing, cells in order, shares that sum to 1.

use super::rule::Vocabulary;
use super::schema::{Cross, Schema};
use super::table::Table;
use crate::error::Error;
use crate::units::SHARE_TOLERANCE;
use std::collections::BTreeMap;

/// Checks the rows of a table against its layout.
///
/// # Errors
/// The first rule that is broken.
pub(super) fn rows(table: &Table, layout: &Schema, known: Vocabulary<'_>) -> Result<(), Error> {
    if table.rows() == 0 && layout.may_be_empty {
        return Ok(());
    }
    if table.rows() == 0 {
        return Err(table.error(None, "has no rows".into()));
    }
    duplicates(table, layout.key)?;
    whole_intervals(table)?;
    for rule in layout.cross {
        match rule {
            Cross::Interval(value) => interval(table, value)?,
            Cross::Width => width(table)?,
            Cross::AgesInOrder => ages_in_order(table)?,
            Cross::SharesSumToOne(within) => shares_sum_to_one(table, within)?,
            Cross::OneValue(column) => one_value(table, column)?,
        }
    }
    if layout.complete.is_empty() { Ok(()) } else { complete(table, layout, known) }
}

fn duplicates(table: &Table, key: &[&str]) -> Result<(), Error> {
    let compare = |a: usize, b: usize| {
        key.iter().map(|column| table.compare(column, a, b)).find(|order| order.is_ne()).unwrap_or(a.cmp(&b))
    };
    let mut order: Vec<usize> = (0..table.rows()).collect();
    order.sort_unstable_by(|a, b| compare(*a, *b));
    for pair in order.windows(2) {
        if key.iter().all(|column| table.compare(column, pair[0], pair[1]).is_eq()) {
            let rule = format!("repeats line {}: {} may have one row", table.line(pair[0]), named(table, key, pair[0]));
            return Err(table.error(Some(table.line(pair[1])), rule));
        }
    }
    Ok(())
}

fn one_value(table: &Table, column: &str) -> Result<(), Error> {
    match (1..table.rows()).find(|row| table.compare(column, 0, *row).is_ne()) {
        None => Ok(()),
        Some(row) => Err(Error::Cell {
            table: table.label().to_owned(),
            line: table.line(row),
            column: column.to_owned(),
            value: table.shown(column, row),
            rule: format!("must be {:?} as in line {}: one is read", table.shown(column, 0), table.line(0)),
        }),
    }
}

/// Half an interval is a slip: it would pass for none.
fn whole_intervals(table: &Table) -> Result<(), Error> {
    let columns: Vec<&str> = table.columns().collect();
    for lower in columns.iter().copied() {
        let Some(upper) = columns
            .iter()
            .copied()
            .find(|upper| lower.ends_with("lower") && upper.strip_suffix("upper") == lower.strip_suffix("lower"))
        else {
            continue;
        };
        let (from, to) = (table.number(lower)?, table.number(upper)?);
        if let Some(row) = (0..table.rows()).find(|row| from[*row].is_nan() != to[*row].is_nan()) {
            let (blank, other) = if from[row].is_nan() { (lower, upper) } else { (upper, lower) };
            return Err(Error::Cell {
                table: table.label().to_owned(),
                line: table.line(row),
                column: blank.to_owned(),
                value: String::new(),
                rule: format!("must not be blank beside {other} {}: give both or neither", table.shown(other, row)),
            });
        }
    }
    Ok(())
}

fn interval(table: &Table, column: &str) -> Result<(), Error> {
    let (value, lower, upper) = (table.number(column)?, table.number("lower")?, table.number("upper")?);
    for row in 0..table.rows() {
        // A bound that was not published is NaN and breaks no rule.
        let broken = if lower[row] > value[row] {
            Some(("lower", "must not be above"))
        } else if upper[row] < value[row] {
            Some(("upper", "must not be below"))
        } else {
            None
        };
        if let Some((bound, rule)) = broken {
            return Err(Error::Cell {
                table: table.label().to_owned(),
                line: table.line(row),
                column: bound.to_owned(),
                value: table.shown(bound, row),
                rule: format!("{rule} {column} {}", value[row]),
            });
        }
    }
    Ok(())
}

fn width(table: &Table) -> Result<(), Error> {
    let (lower, upper) = (table.number("lower")?, table.number("upper")?);
    match (0..table.rows()).find(|row| upper[*row] <= lower[*row]) {
        None => Ok(()),
        Some(row) => Err(Error::Cell {
            table: table.label().to_owned(),
            line: table.line(row),
            column: "upper".to_owned(),
            value: table.shown("upper", row),
            rule: format!("must be above lower {}: leave both blank if no interval was published", lower[row]),
        }),
    }
}

fn ages_in_order(table: &Table) -> Result<(), Error> {
    let (from, to) = (table.number("age_from")?, table.number("age_to")?);
    match (0..table.rows()).find(|row| to[*row] < from[*row]) {
        None => Ok(()),
        Some(row) => Err(Error::Cell {
            table: table.label().to_owned(),
            line: table.line(row),
            column: "age_to".to_owned(),
            value: table.shown("age_to", row),
            rule: format!("must not be below age_from {}", from[row]),
        }),
    }
}

fn shares_sum_to_one(table: &Table, within: &[&str]) -> Result<(), Error> {
    let shares = table.number("share")?;
    let mut sums: BTreeMap<String, (usize, f64)> = BTreeMap::new();
    for (row, share) in shares.iter().enumerate() {
        sums.entry(named(table, within, row)).or_insert((row, 0.0)).1 += share;
    }
    let broken = sums.into_iter().find(|(_, (_, sum))| (sum - 1.0).abs() > SHARE_TOLERANCE);
    match broken {
        None => Ok(()),
        Some((group, (row, sum))) => {
            let rule = format!("the shares of {group} sum to {sum:.5} and must sum to 1");
            Err(table.error(Some(table.line(row)), rule))
        }
    }
}

/// One value of a column that has to be complete.
type Allowed = Vec<String>;

fn complete(table: &Table, layout: &Schema, known: Vocabulary<'_>) -> Result<(), Error> {
    let allowed: Vec<Allowed> = layout.complete.iter().map(|column| allowed(layout, column, known)).collect();
    let size: usize = allowed.iter().map(Vec::len).product();
    // Where each row falls among all combinations: digits of mixed radix, one per column.
    let mut digits = vec![0_usize; table.rows()];
    for (column, allowed) in layout.complete.iter().zip(&allowed) {
        let index: BTreeMap<&str, usize> = allowed.iter().enumerate().map(|(i, value)| (value.as_str(), i)).collect();
        for (row, digit) in digits.iter_mut().enumerate() {
            let position = index.get(table.shown(column, row).as_str()).copied().unwrap_or(0);
            *digit = *digit * allowed.len() + position;
        }
    }
    let mut found: BTreeMap<String, Vec<bool>> = BTreeMap::new();
    for (row, digit) in digits.into_iter().enumerate() {
        found.entry(named(table, layout.within, row)).or_insert_with(|| vec![false; size])[digit] = true;
    }
    for (group, present) in found {
        for missing in present.iter().enumerate().filter(|(_, present)| !**present).map(|(digit, _)| digit) {
            let pairs = combination(layout.complete, &allowed, missing);
            let exempt = layout.exempt.iter().any(|these| these.iter().all(|pair| pairs.contains(pair)));
            if !exempt {
                let pairs: Vec<String> = pairs.iter().map(|(column, value)| format!("{column} {value}")).collect();
                let group = if group.is_empty() { group } else { format!("{group}, ") };
                return Err(table.error(None, format!("has no row for {group}{}", pairs.join(", "))));
            }
        }
    }
    Ok(())
}

/// The values a column must show, as the text of a cell.
fn allowed(layout: &Schema, column: &str, known: Vocabulary<'_>) -> Allowed {
    let rule = layout.columns.iter().find(|(name, _)| *name == column).map(|(_, rule)| *rule);
    match rule.map(|rule| (rule.words(known), rule.numbers())) {
        Some((Some(words), _)) => words.into_iter().map(str::to_owned).collect(),
        Some((_, Some(numbers))) => numbers.iter().map(u32::to_string).collect(),
        _ => Vec::new(),
    }
}

fn combination<'a>(columns: &'a [&'a str], allowed: &'a [Allowed], mut digit: usize) -> Vec<(&'a str, &'a str)> {
    let mut pairs: Vec<(&str, &str)> = Vec::with_capacity(columns.len());
    for (column, allowed) in columns.iter().zip(allowed).rev() {
        pairs.push((column, &allowed[digit % allowed.len()]));
        digit /= allowed.len();
    }
    pairs.reverse();
    pairs
}

/// The values of some columns in a row, for a message: `area_code E09000001, sex male`.
fn named(table: &Table, columns: &[&str], row: usize) -> String {
    let pairs: Vec<String> =
        columns.iter().map(|column| format!("{column} {}", table.shown(column, row)).trim_end().to_owned()).collect();
    pairs.join(", ")
}
