//! What tables of deaths must agree in.

use super::area_factor::factor_for;
use super::broad_age::{BROAD_BANDS, BROAD_STARTS};
use super::counted::{ByQuintile, Yearly, groups_of};
use super::england::GROUPS;
use super::rates::ages_of;
use crate::data::agreement::{Agreement, Pair, within};
use crate::data::keyed::Keyed;
use crate::data::{ReferenceData, TableName};
use crate::error::Error;
use crate::population::agreement::People;
use crate::population::demography::england_life_table;
use crate::population::life_table::{LifeTable, WithinYear};
use crate::population::stratum::{FIVE_YEAR_STARTS, QUINTILES, Sex, five_year_group};
use crate::units::AGES;
use ndarray::{ArrayView2, Axis};
use std::array::from_fn;
use std::collections::BTreeMap;

/// The youngest age at which death rates of one age are held against the next: of younger ones few die.
const ENOUGH_DIE_FROM: usize = 50;

/// What is compared. Ratios of the embedded tables stand behind each.
pub(crate) const AGREEMENTS: &[Agreement] = &[
    // 0.95 to 1.00
    Agreement {
        what: "deaths of all causes in the latest three years against those of the life table (20 added to both)",
        tables: &[TableName::DEATHS_BY_CAUSE, TableName::POPULATION_ENGLAND, TableName::LIFE_TABLE_ENGLAND],
        usual: within(1.15),
        possible: within(1.5),
        pairs: |data| {
            let (counted, table) = (Yearly::of(data)?, england_life_table(data)?);
            let deaths = counted.deaths(|_| true);
            let mut pairs = Vec::new();
            for sex in Sex::ALL {
                let at = sex.index();
                let life = LifeTable::new(&table.row(at).to_vec(), WithinYear::ConstantHazard)?;
                let lived = life.person_years();
                for group in 0..GROUPS {
                    let years: f64 = ages_of(group).map(|age| lived[age]).sum();
                    let rate = ages_of(group).map(|age| lived[age] * table[[at, age]]).sum::<f64>() / years;
                    let expected = rate * counted.latest(&counted.people, at, group);
                    pairs.push(Pair::counts(of(sex, group), counted.latest(&deaths, at, group), expected, 20.0));
                }
            }
            Ok(pairs)
        },
    },
    // 1.00
    Agreement {
        what: "deaths by deprivation against those of the latest three years (20 added to both)",
        tables: &[TableName::DEATHS_BY_CAUSE_QUINTILE, TableName::DEATHS_BY_CAUSE],
        usual: within(1.1),
        possible: within(2.0),
        pairs: |data| {
            let (by_quintile, counted) = (ByQuintile::of(data)?, Yearly::of(data)?);
            let mut pairs = Vec::new();
            for (cause, deaths) in &by_quintile.causes {
                let Some(yearly) = counted.causes.get(cause) else { continue };
                for sex in Sex::ALL {
                    for group in 0..GROUPS {
                        let together = (0..QUINTILES).map(|quintile| deaths[[quintile, sex.index(), group]]).sum();
                        let latest = counted.latest(yearly, sex.index(), group);
                        pairs.push(Pair::counts(format!("{cause}, {}", of(sex, group)), together, latest, 20.0));
                    }
                }
            }
            Ok(pairs)
        },
    },
    // 1.00
    Agreement {
        what: "deaths of all ages by deprivation against those of the latest three years (20 added to both)",
        tables: &[TableName::DEATHS_BY_CAUSE_QUINTILE, TableName::DEATHS_BY_CAUSE],
        usual: within(1.03),
        possible: within(1.25),
        pairs: |data| {
            let (by_quintile, counted) = (ByQuintile::of(data)?, Yearly::of(data)?);
            let mut pairs = Vec::new();
            for (cause, deaths) in &by_quintile.causes {
                let Some(yearly) = counted.causes.get(cause) else { continue };
                for sex in Sex::ALL {
                    let together = deaths.index_axis(Axis(1), sex.index()).sum();
                    let latest = (0..GROUPS).map(|group| counted.latest(yearly, sex.index(), group)).sum();
                    pairs.push(Pair::counts(format!("{cause}, {sex}"), together, latest, 20.0));
                }
            }
            Ok(pairs)
        },
    },
    // 1.00
    Agreement {
        what: "person-years by deprivation against the people of the latest three years",
        tables: &[TableName::POPULATION_ENGLAND_QUINTILE, TableName::POPULATION_ENGLAND],
        usual: within(1.02),
        possible: within(1.25),
        pairs: |data| {
            let (by_quintile, counted) = (ByQuintile::of(data)?, Yearly::of(data)?);
            let pair = |sex: Sex, group: usize| {
                let together = (0..QUINTILES).map(|quintile| by_quintile.people[[quintile, sex.index(), group]]).sum();
                Pair::new(of(sex, group), together, counted.latest(&counted.people, sex.index(), group))
            };
            Ok(Sex::ALL.into_iter().flat_map(|sex| (0..GROUPS).map(move |group| pair(sex, group))).collect())
        },
    },
    // 0.51 to 1.83
    Agreement {
        what: "deaths of all causes of a deprivation quintile against those at the rates of all (20 added to both)",
        tables: &[TableName::DEATHS_BY_CAUSE_QUINTILE, TableName::POPULATION_ENGLAND_QUINTILE],
        usual: within(2.5),
        possible: within(5.0),
        pairs: |data| {
            let by_quintile = ByQuintile::of(data)?;
            let deaths = by_quintile.all();
            let expected = by_quintile.expected(&deaths);
            let pair = |((quintile, sex, group), deaths): ((usize, usize, usize), &f64)| {
                let of = format!("quintile {}, {}", quintile + 1, of(Sex::ALL[sex], group));
                Pair::counts(of, *deaths, expected[[quintile, sex, group]], 20.0)
            };
            Ok(deaths.indexed_iter().map(pair).collect())
        },
    },
    // 0.39 to 2.27
    Agreement {
        what: "deaths of a cause and deprivation quintile against those at the rates of all (20 added to both)",
        tables: &[TableName::DEATHS_BY_CAUSE_QUINTILE, TableName::POPULATION_ENGLAND_QUINTILE],
        usual: within(3.5),
        possible: within(8.0),
        pairs: |data| {
            let by_quintile = ByQuintile::of(data)?;
            let mut pairs = Vec::new();
            for (cause, deaths) in &by_quintile.causes {
                let expected = by_quintile.expected(deaths);
                for quintile in 0..QUINTILES {
                    for sex in Sex::ALL {
                        for band in 0..BROAD_BANDS {
                            let [counted, expected] = [deaths, &expected]
                                .map(|all| groups_of(band).map(|group| all[[quintile, sex.index(), group]]).sum());
                            let of = format!("{cause}, quintile {}, {}", quintile + 1, of_band(sex, band));
                            pairs.push(Pair::counts(of, counted, expected, 20.0));
                        }
                    }
                }
            }
            Ok(pairs)
        },
    },
    // 0.62 to 1.68
    Agreement {
        what: "deaths of a cause against the year before (20 added to both)",
        tables: &[TableName::DEATHS_BY_CAUSE],
        usual: within(2.0),
        possible: within(4.0),
        pairs: |data| {
            let counted = Yearly::of(data)?;
            let mut pairs = Vec::new();
            for (cause, deaths) in &counted.causes {
                for sex in Sex::ALL {
                    for band in 0..BROAD_BANDS {
                        for year in 1..counted.years.len() {
                            let [now, before] = [year, year - 1]
                                .map(|year| groups_of(band).map(|group| deaths[[sex.index(), group, year]]).sum());
                            let of = format!("{cause}, {} in {}", of_band(sex, band), counted.years[year]);
                            pairs.push(Pair::counts(of, now, before, 20.0));
                        }
                    }
                }
            }
            Ok(pairs)
        },
    },
    // 0.95 to 1.10
    Agreement {
        what: "people of England against the year before",
        tables: &[TableName::POPULATION_ENGLAND],
        usual: within(1.2),
        possible: within(2.0),
        pairs: |data| {
            let counted = Yearly::of(data)?;
            let mut pairs = Vec::new();
            for sex in Sex::ALL {
                for group in 0..GROUPS {
                    for year in 1..counted.years.len() {
                        let [now, before] = [year, year - 1].map(|year| counted.people[[sex.index(), group, year]]);
                        let of = format!("{} in {}", of(sex, group), counted.years[year]);
                        pairs.push(Pair::new(of, now, before));
                    }
                }
            }
            Ok(pairs)
        },
    },
    // 0.30 to 0.47
    Agreement {
        what: "deaths of COPD against those of all respiratory disease",
        tables: &[TableName::DEATHS_COPD_QUINTILE, TableName::DEATHS_BY_CAUSE_QUINTILE],
        usual: 0.15..=0.7,
        possible: 0.05..=0.95,
        pairs: |data| {
            let by_quintile = ByQuintile::of(data)?;
            let Some(all) = by_quintile.causes.get("respiratory_disease") else { return Ok(Vec::new()) };
            let pair = |((quintile, copd), all): ((usize, ArrayView2<'_, f64>), ArrayView2<'_, f64>)| {
                Pair::new(format!("quintile {}", quintile + 1), copd.sum(), all.sum())
            };
            Ok(by_quintile.copd.outer_iter().enumerate().zip(all.outer_iter()).map(pair).collect())
        },
    },
    // 0.98 to 1.00
    Agreement {
        what: "deaths at England's published rates against those counted (20 added to both)",
        tables: &[TableName::MORTALITY_LONDON_ENGLAND, TableName::POPULATION_ENGLAND, TableName::DEATHS_BY_CAUSE],
        usual: within(1.1),
        possible: within(1.5),
        pairs: |data| published_deaths(data, &["cancer", "cardiovascular", "diabetes"]),
    },
    // 0.41 to 0.44: the rates are of chronic lower respiratory disease, a part of what is counted
    Agreement {
        what: "deaths of chronic respiratory disease at England's published rates against those counted of all respiratory disease",
        tables: &[TableName::MORTALITY_LONDON_ENGLAND, TableName::POPULATION_ENGLAND, TableName::DEATHS_BY_CAUSE],
        usual: 0.3..=1.1,
        possible: 0.1..=2.0,
        pairs: |data| published_deaths(data, &["chronic_respiratory"]),
    },
    // 0.67 to 1.41
    Agreement {
        what: "deaths of the region's people at its published rates against those at the country's (20 added to both)",
        tables: &[TableName::MORTALITY_LONDON_ENGLAND],
        usual: within(3.0),
        possible: within(6.0),
        pairs: |data| region_deaths(data, |key| format!("{}, {}, from age {} in {}", key[0], key[2], key[3], key[4])),
    },
    // 0.92 to 1.14
    Agreement {
        what: "deaths of the region's people of all ages at its published rates against those at the country's (20 added to both)",
        tables: &[TableName::MORTALITY_LONDON_ENGLAND],
        usual: within(1.5),
        possible: within(3.0),
        pairs: |data| region_deaths(data, |key| format!("{}, {}", key[0], key[2])),
    },
    // 1.05 to 1.16
    Agreement {
        what: "death rate of an age in the life table against that a year younger",
        tables: &[TableName::LIFE_TABLE_ENGLAND],
        usual: 0.8..=1.4,
        possible: within(3.0),
        pairs: |data| {
            let table = england_life_table(data)?;
            let pair = |sex: Sex, age: usize| {
                let [older, younger] = [age, age - 1].map(|age| table[[sex.index(), age]]);
                Pair::new(format!("{sex}, age {age}"), older, younger)
            };
            let ages = ENOUGH_DIE_FROM..AGES;
            Ok(Sex::ALL.into_iter().flat_map(|sex| ages.clone().map(move |age| pair(sex, age))).collect())
        },
    },
    // 0.68 to 1.19
    Agreement {
        what: "factor on the country's death rates with which an area has its life expectancy",
        tables: &[TableName::LIFE_EXPECTANCY_BOROUGH, TableName::LIFE_TABLE_ENGLAND],
        usual: within(1.7),
        possible: within(3.0),
        pairs: |data| {
            let (people, table) = (People::of(data)?, england_life_table(data)?);
            let published =
                Keyed::of(data, TableName::LIFE_EXPECTANCY_BOROUGH, &["area_code", "sex"], "life_expectancy")?;
            let mut pairs = Vec::new();
            for (key, years) in published.iter() {
                let sex = Sex::from_name(&key[1])?;
                let factor = factor_for(&from_fn(|age| table[[sex.index(), age]]), years);
                let of = format!("{}, {sex}, {years} years", people.name(&key[0]));
                pairs.push(Pair::alone(of, factor.unwrap_or(f64::NAN)));
            }
            Ok(pairs)
        },
    },
];

/// A sex and five-year group in words.
fn of(sex: Sex, group: usize) -> String {
    format!("{sex}, from age {}", FIVE_YEAR_STARTS[group])
}

/// A sex and broad band in words.
fn of_band(sex: Sex, band: usize) -> String {
    format!("{sex}, from age {}", BROAD_STARTS[band])
}

/// The causes counted that a cause of the published rates holds.
fn holds(published: &str, cause: &str) -> bool {
    match published {
        "cancer" => cause.ends_with("cancer"),
        "cardiovascular" => ["ischaemic_heart_disease", "stroke", "other_circulatory"].contains(&cause),
        "diabetes" => cause == "diabetes",
        _ => cause == "respiratory_disease",
    }
}

/// Deaths at the country's published rates against those counted at the same ages and in the same years.
fn published_deaths(data: &ReferenceData, causes: &[&str]) -> Result<Vec<Pair>, Error> {
    let (counted, rates) = (Yearly::of(data)?, published_rates(data)?);
    let mut pairs = Vec::new();
    for cause in causes {
        let deaths = counted.deaths(|one| holds(cause, one));
        for sex in Sex::ALL {
            let (mut published, mut all) = (0.0, 0.0);
            for (key, rate) in
                rates.iter().filter(|(key, _)| key[0] == *cause && key[1] == "England" && key[2] == sex.name())
            {
                let (age, year) = (key[3].parse().unwrap_or(0), key[4].parse().unwrap_or(0.0));
                if let Some(year) = counted.year(year) {
                    let at = [sex.index(), five_year_group(age), year];
                    published += rate / 1e5 * counted.people[at];
                    all += deaths[at];
                }
            }
            if all > 0.0 {
                pairs.push(Pair::counts(format!("{cause}, {sex}"), published, all, 20.0));
            }
        }
    }
    Ok(pairs)
}

/// Deaths that a year of the region's people has at its published rates, against those at the country's, where both are published:
/// added up over the rows that are `of` the same, of which a row's key tells.
fn region_deaths(data: &ReferenceData, of: fn(&[String]) -> String) -> Result<Vec<Pair>, Error> {
    let (people, rates) = (People::of(data)?, published_rates(data)?);
    let known = rates.sorted();
    let mut by_group = [[0.0; GROUPS]; 2];
    for (sex, by_group) in Sex::ALL.into_iter().zip(&mut by_group) {
        for age in 0..=90 {
            by_group[five_year_group(age)] +=
                people.areas.iter().map(|(code, _)| people.at(code, sex.name(), age)).sum::<f64>();
        }
    }
    let mut sums: BTreeMap<String, [f64; 2]> = BTreeMap::new();
    for (key, rate) in rates.iter().filter(|(key, _)| key[1] == "London") {
        let twin = [key[0].as_str(), "England", &key[2], &key[3], &key[4]];
        let Some(country) = known.get(twin.as_slice()) else { continue };
        let age = key[3].parse().unwrap_or(0);
        let lives = by_group[Sex::from_name(&key[2])?.index()][five_year_group(age)] / 1e5;
        let [here, there] = sums.entry(of(key)).or_default();
        *here += lives * rate;
        *there += lives * country;
    }
    Ok(sums.into_iter().map(|(of, [here, there])| Pair::counts(of, here, there, 20.0)).collect())
}

/// Published rates by cause, area, sex, age and year.
fn published_rates(data: &ReferenceData) -> Result<Keyed, Error> {
    let key = ["cause", "area", "sex", "age_from", "year"];
    Keyed::of(data, TableName::MORTALITY_LONDON_ENGLAND, &key, "rate_per_100000")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The embedded tables with every row of one but the header changed.
    fn with(name: TableName, change: impl Fn(&mut Vec<String>)) -> Result<String, String> {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(name.file());
        let text = std::fs::read_to_string(path).unwrap();
        let changed = text.lines().enumerate().map(|(line, row)| {
            let mut cells: Vec<String> = row.split(',').map(str::to_owned).collect();
            if line > 0 {
                change(&mut cells);
            }
            cells.join(",")
        });
        let data = ReferenceData::embedded();
        let table = data.read_csv_str(name, &changed.collect::<Vec<_>>().join("\n")).unwrap();
        let notes = data.with_table(table).unwrap().check_agreement(&[AGREEMENTS]);
        notes.map(|notes| notes.join("\n")).map_err(|error| error.to_string())
    }

    fn times(cell: &mut String, factor: f64) {
        *cell = (cell.parse::<f64>().unwrap() * factor).to_string();
    }

    #[test]
    fn other_units_are_refused() {
        let refused = |name, change: fn(&mut Vec<String>)| with(name, change).unwrap_err();
        let one_year = refused(TableName::DEATHS_BY_CAUSE_QUINTILE, |row| times(&mut row[4], 1.0 / 3.0));
        assert!(one_year.contains("deaths by deprivation against those of the latest three years"), "{one_year}");
        let thousands = refused(TableName::POPULATION_ENGLAND, |row| {
            row[2..].iter_mut().for_each(|cell| times(cell, 1e-3));
        });
        assert!(thousands.contains("against those of the life table"), "{thousands}");
        let per_thousand = refused(TableName::MORTALITY_LONDON_ENGLAND, |row| times(&mut row[5], 0.01));
        assert!(per_thousand.contains("at England's published rates"), "{per_thousand}");
        let at_65 = refused(TableName::LIFE_EXPECTANCY_BOROUGH, |row| row[3] = "20".into());
        assert!(at_65.contains("factor on the country's death rates"), "{at_65}");
    }

    #[test]
    fn quintiles_the_other_way_round_are_told() {
        let notes = with(TableName::DEATHS_BY_CAUSE_QUINTILE, |row| {
            row[1] = (6 - row[1].parse::<u32>().unwrap()).to_string();
        });
        assert!(notes.unwrap().contains("of a deprivation quintile against those at the rates of all"));
    }

    #[test]
    fn columns_that_nothing_reads_are_told() {
        let notes = with(TableName::LIFE_TABLE_ENGLAND, |row| {
            row[2..].iter_mut().for_each(|cell| times(cell, 1.01));
        });
        let rule = "life_table_england.csv: no projection reads the column mx_2001_2003 and 11 more";
        assert_eq!(notes.unwrap(), rule);
    }
}
