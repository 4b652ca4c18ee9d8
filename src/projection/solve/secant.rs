//! The next factor to try where an indicator is to meet a target: the secant, kept inside a bracket.

/// What is known of how far one draw is short of its target at factors from 1 (nothing done) down to 0.
#[derive(Debug, Clone, Copy)]
pub(super) struct Secant {
    /// The last factor tried and how far it was short: above 0 if the target is not met.
    last: Option<(f64, f64)>,
    /// The largest factor known to meet the target, the smallest known not to.
    low: Option<f64>,
    high: f64,
    /// Whether nothing else is searched for in the scenario, so that what a factor brought once it brings again.
    alone: bool,
}

impl Secant {
    /// Nothing is known yet.
    pub(super) const fn new(alone: bool) -> Self {
        Self { last: None, low: None, high: 1.0, alone }
    }

    /// The factor to try next; none if even 0 is short, or the bracket cannot get smaller. `guess` is tried first.
    pub(super) fn next(&mut self, factor: f64, short: f64, guess: f64) -> Option<f64> {
        if short > 0.0 && factor <= 0.0 {
            return None;
        }
        if !self.alone {
            // The other factors have moved on since: only the ends of what a factor can be are sure.
            (self.low, self.high) = (None, 1.0);
        } else if short > 0.0 {
            self.high = self.high.min(factor);
        } else {
            self.low = Some(self.low.map_or(factor, |low| low.max(factor)));
        }
        let through = self.last.map(|(other, other_short)| factor - short * (factor - other) / (short - other_short));
        self.last = Some((factor, short));
        let (low, high) = (self.low.unwrap_or(0.0), self.high);
        let alone = self.alone;
        let inside = |x: &f64| (*x < high || (!alone && *x <= high)) && (*x > low || (self.low.is_none() && *x >= low));
        let next = match through {
            None if guess > 0.0 && guess < factor => guess,
            None => 0.5 * factor,
            Some(x) if inside(&x) => x,
            // Beyond what a factor can be: the end itself, once; else the middle.
            Some(x) if x < low && self.low.is_none() => 0.0,
            Some(x) if x > high && !self.alone => high,
            Some(_) => 0.5 * (low + high),
        };
        (inside(&next) && next.total_cmp(&factor).is_ne()).then_some(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn solve(short: impl Fn(f64) -> f64) -> (Option<f64>, usize) {
        let mut secant = Secant::new(true);
        let mut factor = 1.0;
        for tries in 0..60 {
            let here = short(factor);
            if here.abs() <= 1e-13 {
                return (Some(factor), tries);
            }
            match secant.next(factor, here, 0.75) {
                Some(next) => factor = next,
                None => return ((here <= 0.0).then_some(factor), tries),
            }
        }
        (None, 60)
    }

    #[test]
    fn straight_lines_take_two_steps() {
        let (factor, tries) = solve(|x| x - 0.71);
        assert!((factor.unwrap() - 0.71).abs() < 1e-12);
        assert!(tries <= 3, "{tries}");
    }

    #[test]
    fn curves_and_corners_are_found() {
        for (short, root) in [
            (Box::new(|x: f64| x * x * x - 0.001) as Box<dyn Fn(f64) -> f64>, 0.1),
            (Box::new(|x: f64| if x > 0.4 { 5.0 * (x - 0.4) } else { 0.1 * (x - 0.4) }), 0.4),
            (Box::new(|x: f64| x - 1e-7), 1e-7),
        ] {
            let (factor, tries) = solve(short);
            assert!((factor.unwrap() - root).abs() < 1e-9, "{root} {factor:?}");
            assert!(tries < 40, "{root} {tries}");
        }
    }

    #[test]
    fn out_of_reach_is_none() {
        assert_eq!(solve(|x| x + 0.1).0, None);
        assert!(solve(|x| x).0.unwrap().abs() < 1e-12);
    }
}
