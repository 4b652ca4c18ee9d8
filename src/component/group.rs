//! Who: any set of areas, deprivation quintiles, sexes and ages. Scenarios, results and pilots all say it so.

use crate::data::{Area, REGION};
use crate::error::Error;
use crate::population::stratum::{AgeBand, QUINTILES, Quintile, RESULT_BANDS, Sex};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A group of people: those of all the areas, quintiles, sexes and ages named; of what is not named, all.
///
/// # Examples
/// ```
/// use health_impact::scenario::Group;
/// use health_impact::population::{Quintile, Sex};
///
/// let pilot = Group::areas(["Barking and Dagenham", "Havering", "E09000026"]); // names or codes
/// let poorest_women = Group::everybody().of_sex(Sex::Female).in_quintile(Quintile::new(1)?);
/// assert_eq!(pilot.to_string(), "Barking and Dagenham; Havering; E09000026");
/// assert_eq!(poorest_women.to_string(), "quintile 1, female");
/// assert_eq!(Group::everybody().to_string(), "everybody");
/// # Ok::<(), health_impact::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Names or codes of areas; empty means all together.
    #[serde(default)]
    pub areas: Vec<String>,
    /// Deprivation quintiles; empty means all.
    #[serde(default)]
    pub quintiles: Vec<Quintile>,
    /// Sexes; empty means both.
    #[serde(default)]
    pub sexes: Vec<Sex>,
    /// Age bands of the results ([`RESULT_BANDS`]); empty means all ages, or all that a measure is defined on.
    #[serde(default)]
    pub ages: Vec<AgeBand>,
}

impl Group {
    /// Everybody.
    #[must_use]
    pub fn everybody() -> Self {
        Self::default()
    }

    /// The people of an area.
    #[must_use]
    pub fn area(name: impl Into<String>) -> Self {
        Self::areas([name])
    }

    /// The people of these areas together.
    #[must_use]
    pub fn areas(names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { areas: names.into_iter().map(Into::into).collect(), ..Self::default() }
    }

    /// The people of these deprivation quintiles together.
    #[must_use]
    pub fn quintiles(quintiles: impl IntoIterator<Item = Quintile>) -> Self {
        Self { quintiles: quintiles.into_iter().collect(), ..Self::default() }
    }

    /// Those of them who live in an area; called again, in either.
    #[must_use]
    pub fn in_area(mut self, name: impl Into<String>) -> Self {
        self.areas.push(name.into());
        self
    }

    /// Those of them in a deprivation quintile; called again, in either.
    #[must_use]
    pub fn in_quintile(mut self, quintile: Quintile) -> Self {
        self.quintiles.push(quintile);
        self
    }

    /// Those of them of a sex.
    #[must_use]
    pub fn of_sex(mut self, sex: Sex) -> Self {
        self.sexes.push(sex);
        self
    }

    /// Those of them in one of [`RESULT_BANDS`]; called again, in either.
    #[must_use]
    pub fn aged(mut self, band: AgeBand) -> Self {
        self.ages.push(band);
        self
    }

    /// Whether it is everybody.
    #[must_use]
    pub fn is_everybody(&self) -> bool {
        *self == Self::default()
    }

    /// What is said of a group that has no people.
    pub(crate) fn nobody(&self) -> Error {
        Error::Conflict { rule: format!("nobody lives in {self}") }
    }

    /// The indices of those it names in a region.
    ///
    /// # Errors
    /// If an area is unknown (the nearest is offered), or an age band is not one of the results.
    pub(crate) fn resolve(&self, region: &Region) -> Result<Members, Error> {
        let mut areas = Vec::with_capacity(self.areas.len());
        let mut everywhere = false;
        for name in &self.areas {
            if region.is(name) {
                everywhere = true;
            } else {
                areas.push(region.area(name)?);
            }
        }
        let mut bands = Vec::with_capacity(self.ages.len());
        for ages in &self.ages {
            let band = RESULT_BANDS.iter().position(|band| band == ages).ok_or_else(|| {
                let known = RESULT_BANDS.map(|band| band.to_string()).join(", ");
                Error::out_of_range("age band", ages, format!("must be one of {known}"))
            })?;
            bands.push(band);
        }
        Ok(Members {
            areas: if everywhere { None } else { some_of(areas, region.areas.len()) },
            quintiles: some_of(self.quintiles.iter().map(|quintile| quintile.index()).collect(), QUINTILES),
            sexes: some_of(self.sexes.iter().map(|sex| sex.index()).collect(), Sex::ALL.len()),
            bands: some_of(bands, RESULT_BANDS.len()),
        })
    }
}

/// Each index once and in order; none where that is all of them, or nothing was named.
fn some_of(mut indices: Vec<usize>, all: usize) -> Option<Vec<usize>> {
    indices.sort_unstable();
    indices.dedup();
    (!indices.is_empty() && indices.len() < all).then_some(indices)
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fn list(items: &[impl ToString], words: &str) -> Option<String> {
            let items: Vec<String> = items.iter().map(ToString::to_string).collect();
            (!items.is_empty()).then(|| format!("{words}{}", items.join("; ")))
        }
        let parts = [
            list(&self.areas, ""),
            list(&self.quintiles, "quintile "),
            list(&self.sexes, ""),
            list(&self.ages, "ages "),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() { f.write_str("everybody") } else { f.write_str(&parts.join(", ")) }
    }
}

/// The areas a group may name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Region {
    /// Name of all areas together.
    pub(crate) name: String,
    pub(crate) areas: Vec<Area>,
}

impl Region {
    /// Whether a name, or the code under which tables have it, is that of all areas together.
    pub(crate) fn is(&self, name: &str) -> bool {
        name == self.name || name == REGION
    }

    /// The name of an area or of all of them, given by name or code.
    ///
    /// # Errors
    /// If there is no such area; the nearest is offered.
    pub(crate) fn name_of(&self, name: &str) -> Result<&str, Error> {
        if self.is(name) { Ok(&self.name) } else { self.area(name).map(|area| self.areas[area].name.as_str()) }
    }

    /// The index of an area by its name or code.
    ///
    /// # Errors
    /// If there is no such area; the nearest is offered.
    pub(crate) fn area(&self, name: &str) -> Result<usize, Error> {
        self.areas.iter().position(|area| area.name == name || area.code == name).ok_or_else(|| {
            let names = self.areas.iter().map(|area| area.name.as_str()).chain([self.name.as_str()]);
            Error::unknown("area", name, names.chain(self.areas.iter().map(|area| area.code.as_str())))
        })
    }
}

/// A [`Group`] by its indices: each list rising and without all of its axis, which is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Members {
    pub(crate) areas: Option<Vec<usize>>,
    pub(crate) quintiles: Option<Vec<usize>>,
    pub(crate) sexes: Option<Vec<usize>>,
    pub(crate) bands: Option<Vec<usize>>,
}

impl Members {
    /// Everybody.
    #[cfg(test)]
    pub(crate) const EVERYBODY: Self = Self { areas: None, quintiles: None, sexes: None, bands: None };

    /// Whether it has people of an area and quintile.
    pub(crate) fn holds(&self, area: usize, quintile: usize) -> bool {
        let has = |indices: &Option<Vec<usize>>, index: usize| indices.as_ref().is_none_or(|all| all.contains(&index));
        has(&self.areas, area) && has(&self.quintiles, quintile)
    }

    /// Whether it is everybody of its areas and quintiles.
    pub(crate) fn is_of_every_age_and_sex(&self) -> bool {
        self.sexes.is_none() && self.bands.is_none()
    }

    /// Its areas, of so many.
    pub(crate) fn areas_of(&self, all: usize) -> Vec<usize> {
        self.areas.clone().unwrap_or_else(|| (0..all).collect())
    }

    /// Its quintiles.
    pub(crate) fn quintiles_of(&self) -> Vec<usize> {
        self.quintiles.clone().unwrap_or_else(|| (0..QUINTILES).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region() -> Region {
        let area = |code: &str, name: &str| Area { code: code.into(), name: name.into() };
        Region { name: "London".into(), areas: vec![area("E1", "Hackney"), area("E2", "Camden"), area("E3", "Barnet")] }
    }

    #[test]
    fn areas_go_by_name_or_code_and_once() {
        let of = |names: &[&str]| Group::areas(names.iter().copied()).resolve(&region()).unwrap().areas;
        assert_eq!(of(&["Camden", "E1", "E2"]), Some(vec![0, 1]));
        assert_eq!(of(&["Hackney", "Camden", "Barnet"]), None);
        assert_eq!(of(&["London", "Camden"]), None);
        let message = Group::area("Camdn").resolve(&region()).unwrap_err().to_string();
        assert_eq!(message, "unknown area \"Camdn\": did you mean \"Camden\"?");
    }

    #[test]
    fn ages_are_bands_of_the_results() {
        let odd = AgeBand::new(3, Some(9)).unwrap();
        let message = Group::everybody().aged(odd).resolve(&region()).unwrap_err().to_string();
        assert!(message.starts_with("age band 3-8 must be one of 0-17, 18-24"), "{message}");
        let members = Group::everybody().aged(RESULT_BANDS[2]).of_sex(Sex::Male).resolve(&region()).unwrap();
        assert_eq!((members.bands.clone(), members.sexes.clone()), (Some(vec![2]), Some(vec![0])));
        assert!(!members.is_of_every_age_and_sex() && members.holds(2, 4));
    }
}
