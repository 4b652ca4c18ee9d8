//! Healthy life expectancy of London's areas at their own mortality.

use crate::data::{ReferenceData, TableName};
use crate::mortality::Mortality;
use crate::population::demography::Demography;
use crate::population::healthy_life::{GoodHealth, HEALTHY_LIFE_YEAR, healthy_life_expectancies};
use crate::population::life_table::{LifeTable, WithinYear};
use crate::units::AGES;

struct London {
    demography: Demography,
    /// By area (the last all together) and sex.
    tables: Vec<LifeTable>,
    health: GoodHealth,
}

fn london() -> London {
    let data = ReferenceData::embedded();
    let demography = Demography::from_data(&data).unwrap();
    let mortality = Mortality::from_data(&data, &demography).unwrap();
    let rates = mortality.central_rates(&demography, HEALTHY_LIFE_YEAR);
    let health = GoodHealth::fit(&data, &demography, |area, sex, age| rates[[area, sex, age]]).unwrap();
    let table = |area: usize, sex: usize| {
        let rates: Vec<f64> = (0..AGES).map(|age| rates[[area, sex, age]]).collect();
        LifeTable::new(&rates, WithinYear::ConstantHazard).unwrap()
    };
    let tables = (0..=demography.areas().len()).flat_map(|area| [0, 1].map(|sex| table(area, sex))).collect();
    London { demography, tables, health }
}

impl London {
    /// Healthy life expectancy by age.
    fn healthy(&self, area: usize, sex: usize) -> Vec<f64> {
        let at = area * 2 + sex;
        let shares = &self.health.central()[at * AGES..(at + 1) * AGES];
        healthy_life_expectancies(self.tables[at].person_years(), self.tables[at].survivors(), shares).unwrap()
    }
}

#[test]
fn every_area_has_its_published_healthy_life_expectancy() {
    let london = london();
    let data = ReferenceData::embedded();
    let table = data.table(TableName::HEALTHY_LIFE_EXPECTANCY);
    let (codes, sexes) = (table.text("area_code").unwrap(), table.text("sex").unwrap());
    let published = table.number("healthy_life_expectancy").unwrap();
    let mut met = 0;
    for row in 0..table.rows() {
        let areas = london.demography.areas();
        let area = match codes[row].as_str() {
            "E12000007" => areas.len(),
            "E92000001" => continue,
            code => areas.iter().position(|area| area.code == code).unwrap(),
        };
        let sex = usize::from(sexes[row] == "female");
        let found = london.healthy(area, sex)[0];
        assert!((found - published[row]).abs() < 1e-9, "{} {}: {found}", codes[row], sexes[row]);
        met += 1;
    }
    assert_eq!(met, 66);
}

/// The life table of all areas together, at the middle of 2013-15, against the mean of the published life expectancies of the boroughs
/// in 2012-14 (Greater London Authority, London Borough Profiles), weighted by their people: one year earlier, and a mean of tables is not
/// the table of a mean, so within half a year.
#[test]
fn the_life_table_of_all_areas_is_londons() {
    let london = london();
    let data = ReferenceData::embedded();
    let table = data.table(TableName::LIFE_EXPECTANCY_BOROUGH);
    let (codes, sexes) = (table.text("area_code").unwrap(), table.text("sex").unwrap());
    let published = table.number("life_expectancy").unwrap();
    for (sex, word) in ["male", "female"].into_iter().enumerate() {
        let (mut sum, mut people) = (0.0, 0.0);
        for row in (0..table.rows()).filter(|&row| sexes[row] == word) {
            let area = london.demography.areas().iter().position(|area| area.code == codes[row]).unwrap();
            let of_area = london.demography.persons_of_area(area).row(sex).sum();
            sum += of_area * published[row];
            people += of_area;
        }
        let total = london.tables[66 + sex].life_expectancies()[0];
        assert!((total - sum / people).abs() < 0.5, "{word}: {total} {}", sum / people);
    }
}

/// Good health falls with age, from nearly all of the newborn, and those of 65 have a smaller part of what is left to live in it.
#[test]
fn good_health_falls_with_age() {
    let london = london();
    let shares = london.health.central();
    for (at, table) in london.tables.iter().enumerate() {
        let shares = &shares[at * AGES..(at + 1) * AGES];
        assert!(shares[0] > 0.9 && shares.windows(2).all(|pair| pair[1] < pair[0]));
        let (healthy, life) = (london.healthy(at / 2, at % 2), table.life_expectancies());
        assert!(healthy[65] / life[65] < healthy[0] / life[0]);
    }
    // Women live longer than men and no longer in good health: of life a smaller part.
    let part = |sex: usize| london.healthy(33, sex)[0] / london.tables[66 + sex].life_expectancies()[0];
    assert!(part(1) < part(0));
}
