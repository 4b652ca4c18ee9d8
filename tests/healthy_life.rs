//! Healthy life expectancy of London's areas at their own mortality.

// Helpers outside a #[test] are tests all the same.
#![allow(clippy::unwrap_used, clippy::panic)]

use health_impact::data::{ReferenceData, TableName};
use health_impact::mortality::Mortality;
use health_impact::population::demography::Demography;
use health_impact::population::healthy_life::{GoodHealth, HEALTHY_LIFE_YEAR, healthy_life_expectancies};
use health_impact::population::life_table::{LifeTable, WithinYear};
use health_impact::units::AGES;

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
    let table = data.table(TableName::HealthyLifeExpectancy);
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

/// The whole of London at the middle of 2013-15 against its published life expectancy of the same years, 80.2 and 84.1 (Office for
/// National Statistics 2015, life expectancy at birth by region, 2012-14: 80.3 and 84.2).
#[test]
fn the_life_table_of_all_areas_is_londons() {
    let london = london();
    let [men, women] = [66, 67].map(|at| london.tables[at].life_expectancies()[0]);
    println!("{men} {women}");
    for sex in 0..2 {
        let areas = (0..33).map(|area| london.tables[area * 2 + sex].life_expectancies()[0]);
        let (least, most) =
            areas.fold((200.0_f64, 0.0_f64), |(least, most), years| (least.min(years), most.max(years)));
        let whole = [men, women][sex];
        assert!(least < whole && whole < most);
    }
}

#[test]
fn good_health_is_plausible() {
    let london = london();
    let shares = london.health.central();
    for at in 0..68 {
        let of = |age: usize| shares[at * AGES + age];
        println!("{at} {:.3} {:.3} {:.3} {:.3}", of(0), of(25), of(65), of(85));
        assert!(of(0) > 0.9 && of(100) > 0.02);
    }
    println!("{:?} {:?}", london.healthy(33, 0)[65], london.healthy(33, 1)[65]);
}
