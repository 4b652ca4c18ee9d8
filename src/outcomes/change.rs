//! Why a result changes over time: people, ageing and rates.

use super::inequality::per_head;
use super::interval::Summary;
use super::quantity::Quantity;
use super::run::Outcomes;
use crate::catalogue::Measure;
use crate::component::Group;
use crate::error::Error;
use crate::population::{ChangeOfEvents, GroupEvents, RESULT_BANDS, Sex};
use crate::units::Year;

impl Outcomes {
    /// Splits the change of a count between two years into more people, older people and other rates, within each draw, by sex and
    /// the age bands of the results: what moves within a band counts to the rates, among those of 85 and over their ageing too.
    ///
    /// Flows are counted per person-year, stocks per person. See [`ChangeOfEvents::between`].
    ///
    /// # Errors
    /// If a name is unknown, a year was not run or has no flow, or the measure is no count of events: shares and expectancies have no
    /// people to split.
    ///
    /// # References
    /// [Kitagawa 1955] Components of a difference between two rates. doi:10.1080/01621459.1955.10501299
    pub fn change(
        &self,
        scenario: &str,
        measure: Measure,
        from: Year,
        to: Year,
    ) -> Result<ChangeOfEvents<Summary>, Error> {
        let row = self.catalogue.measure(measure)?;
        let Some(heads) = per_head(self, row) else {
            let rule = format!("{measure} is no count: its change has no people, ageing and rates");
            return Err(Error::Conflict { rule });
        };
        let mut times = [Vec::new(), Vec::new()];
        for sex in Sex::ALL {
            for band in RESULT_BANDS {
                let group = Group::everybody().of_sex(sex).aged(band);
                for (time, year) in times.iter_mut().zip([from, to]) {
                    let of = |measure| self.draws_of(&Quantity::level(scenario, measure, year).group(group.clone()));
                    time.push([of(heads)?, of(measure)?]);
                }
            }
        }
        let [before, after] = times;
        let mut parts = [const { Vec::new() }; 4];
        for draw in 0..self.draws() {
            let at = |time: &[[Vec<f64>; 2]]| -> Vec<GroupEvents> {
                let group = |of: &[Vec<f64>; 2]| GroupEvents { people: of[0][draw], events: of[1][draw] };
                time.iter().map(group).collect()
            };
            let split = ChangeOfEvents::between(&at(&before), &at(&after))?;
            for (part, value) in parts.iter_mut().zip([split.change, split.people, split.ageing, split.rates]) {
                part.push(value);
            }
        }
        let of = |draws: &Vec<f64>| Summary::of(draws, self.sampling());
        let [change, people, ageing, rates] = &parts;
        Ok(ChangeOfEvents { change: of(change)?, people: of(people)?, ageing: of(ageing)?, rates: of(rates)? })
    }
}
