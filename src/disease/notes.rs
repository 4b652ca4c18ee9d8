//! What was assumed of diseases where a source is silent, in words.

use super::rates::Diseases;

impl Diseases {
    /// What was assumed where a source is silent, in words, for the run's notes.
    #[must_use]
    pub(crate) fn notes(&self) -> Vec<String> {
        let mut notes: Vec<String> = NOTES.map(String::from).to_vec();
        notes.push(format!("costs of care are in pounds of price year: {}", self.price_year()));
        notes.extend(self.costs_left_out());
        notes
    }
}

const NOTES: [&str; 17] = [
    "diseases: nobody recovers; rates by single age are straight lines on the log scale between the mean ages of the published bands, with the bands' rates kept (derived); fatality is one for a band",
    "heart attack: first events by sex and age are fitted to the published totals of both (Smolina 2012, derived); events of 2010 are carried to the start with the published yearly change of 2002-10, which also rules the past back to 2002 and, damped like the trends of mortality, the future",
    "heart attack: survivors die more only by deaths within 30 days of a recurrent attack (Smolina 2012), a lower bound: deaths of all ischaemic heart disease are more than survivors of an attack can supply",
    "stroke: first strokes are those of general practices (Lee 2011, 1.04 per 1,000 in 2008), men to women as published for all strokes (178 to 139), by age as first heart attacks since no open rates by age are published (derived); the level of all strokes (152,000 a year) would be twice that",
    "stroke: 12% die within 56 days (Lee 2011), by age as in Oxford 2002-05, read off a figure (derived); later fatality is one hazard ratio a sex with which England's stroke deaths of 2013-15 add up (derived)",
    "lung cancer: a share who die at once and a constant hazard of the others give net survival after one and five years exactly (derived); people in their first months of illness are so left out of prevalence",
    "COPD: diagnosed prevalence by age is a power of years past 30, level from 80 on, through two published points (Snell 2016), men to women as modelled from spirometry (Nacul 2007); fatality is deaths over prevalence and incidence is solved (derived); no interval: fixed",
    "diabetes: incidence at today's rates from birth would give about twice the register's prevalence at any plausible fatality, so how incidence rose before the start is solved, with the hazard ratio 1.26 (Zghebi 2017); incidence is of both types, the register's prevalence of type 2 (2014, taken as of the start)",
    "diseases: the yearly trend of incidence is published for heart attacks only; stroke, lung cancer, COPD and diabetes: no change but by exposures",
    "diseases: London's incidence over England's and each cell's over London's are those of deaths of the matching cause (derived); fatality is the same everywhere",
    "diseases: intervals of incidence: Poisson counts for heart attack and lung cancer, the relative width of type 2 diabetes for diabetes (Pal 2021), all ages of a sex moving together; stroke and COPD have no interval and are fixed; what is solved is solved at central values",
    "utility lost by disease: decrements of adults without an interval (Sullivan 2011, fixed), the same at all ages; several diseases in one person multiply; the adjustment for the number of conditions is not applied, it is 0 for one",
    "utility norms: below 11 that of 11, above 89 that of 89",
    "costs of a case: the older of two sets, which parts years since diagnosis; its intervals are its own assumption (gamma); its price year and primary sources are not stated; the newer set is in care_costs.csv as the alternative",
    "costs of a case of heart attack are those of ischaemic heart disease, one for every year; the first year of a stroke is taken to hold the acute event",
    "NHS cost per head: that of an adult without a modelled disease plus the five diseases at the start (derived); other diseases are not in it and it is no figure of NHS spending; none is published below 18 and none counted",
    "social-care cost per head is by age, both sexes together, from 18 on, without an interval (fixed); of the five diseases only stroke adds to it",
];
