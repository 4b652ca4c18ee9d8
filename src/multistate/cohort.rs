//! The people a model starts with.

/// People who are followed together: how many start in each state, at what age, for how many cycles.
#[derive(Debug, Clone, PartialEq)]
pub struct Cohort {
    name: String,
    age: f64,
    cycles: Option<usize>,
    starting: Vec<(String, f64)>,
}

impl Cohort {
    /// A cohort of nobody yet, aged 0, followed for as many cycles as the model says.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), age: 0.0, cycles: None, starting: Vec::new() }
    }

    /// Age in years at the start.
    #[must_use]
    pub fn aged(mut self, years: f64) -> Self {
        self.age = years;
        self
    }

    /// People who start in a state, in any unit (persons, or 1 for a share); a tunnel starts at its first state.
    #[must_use]
    pub fn starting(mut self, state: impl Into<String>, people: f64) -> Self {
        self.starting.push((state.into(), people));
        self
    }

    /// Number of cycles this cohort is followed, instead of the model's.
    #[must_use]
    pub fn cycles(mut self, cycles: usize) -> Self {
        self.cycles = Some(cycles);
        self
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn age_at_start(&self) -> f64 {
        self.age
    }

    pub(crate) fn own_cycles(&self) -> Option<usize> {
        self.cycles
    }

    pub(crate) fn people(&self) -> &[(String, f64)] {
        &self.starting
    }
}
