use super::*;
use crate::data::{ReferenceData, Table, TableName};
use crate::draws::Draws;
use crate::mortality::Mortality;
use crate::population::demography::Demography;
use crate::population::stratum::Sex;
use crate::units::AGES;
use std::sync::OnceLock;

pub(super) fn parts() -> &'static (ReferenceData, Demography, Mortality) {
    static PARTS: OnceLock<(ReferenceData, Demography, Mortality)> = OnceLock::new();
    PARTS.get_or_init(|| {
        let data = ReferenceData::embedded();
        let demography = Demography::from_data(&data).unwrap();
        let mortality = Mortality::from_data(&data, &demography).unwrap();
        (data, demography, mortality)
    })
}

fn fitted(data: &ReferenceData) -> Result<Diseases, Error> {
    let (_, demography, mortality) = parts();
    Diseases::fit(data, demography, mortality, 2015, 25)
}

#[test]
fn show() {
    let t = std::time::Instant::now();
    let diseases = fitted(&parts().0).unwrap();
    println!("fit {:?}", t.elapsed());
    for disease in Disease::ALL {
        println!(
            "{} prevalence {:.4} 16+ {:.4} 70+ {:.4} cases {:.0} hr {:?} change {:?} london {:?}",
            disease.name(),
            diseases.england_prevalence(disease, 0),
            diseases.england_prevalence(disease, 16),
            diseases.england_prevalence(disease, 70),
            diseases.england_cases(disease),
            Sex::ALL.map(|sex| diseases.hazard_ratio(disease, sex)),
            diseases.past_change(disease, Sex::Male),
            Sex::ALL.map(|sex| diseases.london_factor(disease, sex)),
        );
    }
    let mut draws = Draws::register();
    let t = std::time::Instant::now();
    let d = diseases.draw(&mut draws).unwrap();
    println!("draw {:?}", t.elapsed());
    for disease in Disease::ALL {
        let i = disease.index();
        let show = |v: &Vec<Lanes>| [20, 40, 50, 60, 70, 80, 90, 100].map(|a| (v[a].0[0] * 1e5).round() / 1e5);
        println!("{} i {:?} p {:?}", disease.name(), show(&d.incidence[i]), show(&d.prevalence[i]));
        println!("   cells {:?}", (0..10).map(|c| (d.cells[c][i] * 100.0).round() / 100.0).collect::<Vec<_>>());
        println!(
            "   costs {:?} {:?} trend {:?}",
            d.cost_of_case.map(|c| c[i].0[0]),
            d.cost_of_new_case.map(|c| c[i].0[0]),
            [0, 4, 24].map(|y| d.trend[y][i].0[0])
        );
        println!(
            "   f {:?}",
            [20, 40, 50, 60, 70, 80, 90, 100].map(|a| (d.fatality[a][i].hazard.0[0] * 1e5).round() / 1e5)
        );
    }
    println!("per head {:?}", [10, 20, 40, 60, 80, 90].map(|a| d.cost_per_head.each_ref().map(|v| v[a].0[0])));
    println!("{:?}", draws.into_plan().unwrap().parameters().names());
}
