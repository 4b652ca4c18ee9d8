//! Transition rates in continuous time, and the probabilities they make of a cycle.

use crate::error::Error;
use ndarray::Array2;

/// The probabilities of moving between states over a span of time at constant rates.
///
/// `rates` is square: entry `[from, to]` is the rate of moving from one state to the other, per person-year; the diagonal,
/// which is no rate, is 0. A state whose row is 0 is absorbing. Entry `[from, to]` of the result is the probability that
/// someone who begins in one state ends in the other, by whatever way. Rows sum to 1 to rounding, and no entry is negative.
///
/// # Formula
/// ```text
/// P = exp(Q t), Q the rates with minus the sum of each row on its diagonal
/// ```
/// By uniformisation: with L the largest sum of a row times t, halved until it is at most 1,
/// `P = sum over n of exp(-L) L^n / n! (I + Q t / L)^n`, then squared as often as L was halved. Every term is 0 or more, so
/// that nothing cancels.
///
/// # Errors
/// If `rates` is not square, an entry is negative or not finite, the diagonal is not 0, `years` is negative or not finite,
/// or the sum of a row times `years` is above 1e15, where a state is left at once.
///
/// # References
/// [Jensen 1953] Markoff chains as an aid in the study of Markoff processes. doi:10.1080/03461238.1953.10419459
///
/// # Examples
/// ```
/// use health_impact::multistate::transition_probabilities;
/// use ndarray::array;
///
/// // Well, ill, dead: a year in which some fall ill and die of it.
/// let p = transition_probabilities(&array![[0.0, 0.2, 0.0], [0.0, 0.0, 0.2], [0.0, 0.0, 0.0]], 1.0)?;
/// assert!((p[[0, 1]] - 0.2 * (-0.2_f64).exp()).abs() < 1e-15);
/// assert!(p[[0, 2]] > 0.0);
/// # Ok::<(), health_impact::Error>(())
/// ```
pub fn transition_probabilities(rates: &Array2<f64>, years: f64) -> Result<Array2<f64>, Error> {
    let (rows, columns) = rates.dim();
    if rows != columns {
        return Err(Error::out_of_range("table of rates", format!("{rows} x {columns}"), "must be square"));
    }
    for ((from, to), &rate) in rates.indexed_iter() {
        let what = || format!("rate from state {from} to state {to}");
        if from == to && rate.abs() > 0.0 {
            return Err(Error::out_of_range(what(), rate, "must be 0: staying is no transition"));
        }
        check_rate(what, rate)?;
    }
    if !(years >= 0.0 && years.is_finite()) {
        return Err(Error::out_of_range("years", years, "must be 0 or more and finite"));
    }
    for (from, row) in rates.outer_iter().enumerate() {
        check_leaving(|| format!("sum of the rates out of state {from}"), row.sum(), years)?;
    }
    Ok(exponential(rates, years))
}

pub(super) fn check_rate(what: impl FnOnce() -> String, rate: f64) -> Result<(), Error> {
    if rate >= 0.0 && rate.is_finite() {
        return Ok(());
    }
    Err(Error::out_of_range(what(), rate, "must be 0 or more and finite"))
}

pub(super) fn check_leaving(what: impl FnOnce() -> String, sum: f64, years: f64) -> Result<(), Error> {
    if sum * years <= 1e15 {
        return Ok(());
    }
    Err(Error::out_of_range(what(), sum, format!("must be at most 1e15 over {years} years")))
}

/// As [`transition_probabilities`], of checked rates.
pub(super) fn exponential(rates: &Array2<f64>, years: f64) -> Array2<f64> {
    let states = rates.nrows();
    let identity = Array2::eye(states);
    let leaving: Vec<f64> = rates.outer_iter().map(|row| row.sum() * years).collect();
    let largest = leaving.iter().copied().fold(0.0, f64::max);
    if largest < 1e-200 {
        // The first term of the series, to far more than the last digit; 1 / largest may be no number.
        let mut once = rates * years;
        for (state, leaving) in leaving.iter().enumerate() {
            once[[state, state]] = 1.0 - leaving;
        }
        return once;
    }
    let (mut jumps, mut halvings) = (largest, 0);
    while jumps > 1.0 {
        jumps *= 0.5;
        halvings += 1;
    }
    let mut once = rates * (years / largest);
    for (state, leaving) in leaving.iter().enumerate() {
        once[[state, state]] = 1.0 - leaving / largest;
    }
    let (mut weight, mut power) = (libm::exp(-jumps), identity);
    let mut sum = &power * weight;
    // 1 / 19! is below the last bit of 1.
    for n in 1..19_u32 {
        weight *= jumps / f64::from(n);
        power = product(&power, &once);
        sum.scaled_add(weight, &power);
    }
    to_one(&mut sum);
    for _ in 0..halvings {
        sum = product(&sum, &sum);
        to_one(&mut sum);
    }
    sum
}

/// The product of two square matrices. ndarray's own fuses products and sums where the processor can, and so has other
/// last bits there.
fn product(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    let states = a.nrows();
    let mut product = Array2::zeros((states, states));
    for from in 0..states {
        for by in 0..states {
            let first = a[[from, by]];
            for to in 0..states {
                product[[from, to]] += first * b[[by, to]];
            }
        }
    }
    product
}

/// Takes the rounding out of the sums of rows, which squaring would double.
fn to_one(probabilities: &mut Array2<f64>) {
    for mut row in probabilities.outer_iter_mut() {
        let sum = row.sum();
        row /= sum;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn closed_forms_of_two_states() {
        // There and back: stays with b / (a + b) + a / (a + b) exp(-(a + b) t).
        for (a, b, t) in [(0.1, 0.3, 1.0), (2.0, 5.0, 1.0 / 12.0), (40.0, 1e-6, 10.0), (1e-12, 1e-9, 1.0)] {
            let p = transition_probabilities(&array![[0.0, a], [b, 0.0]], t).unwrap();
            let both: f64 = a + b;
            let moved = a / both * -libm::expm1(-both * t);
            assert!((p[[0, 1]] / moved - 1.0).abs() < 1e-12, "{a} {b} {t}");
            assert!((p[[0, 0]] - (1.0 - moved)).abs() < 1e-13);
        }
    }

    #[test]
    fn a_chain_is_poisson() {
        // States passed at one rate: the number passed is Poisson, far beyond one jump a cycle.
        let states = 60;
        let mut rates = Array2::zeros((states, states));
        for state in 1..states {
            rates[[state - 1, state]] = 12.5;
        }
        let p = transition_probabilities(&rates, 2.0).unwrap();
        let mut poisson = libm::exp(-25.0);
        for passed in 0..states - 1 {
            assert!((p[[0, passed]] / poisson - 1.0).abs() < 1e-10, "{passed}");
            poisson *= 25.0 / (passed + 1) as f64;
        }
    }

    #[test]
    fn two_halves_make_a_whole_and_fast_rates_settle() {
        let rates = array![[0.0, 0.3, 0.1], [0.7, 0.0, 0.2], [0.05, 0.0, 0.0]];
        let (half, whole) = (exponential(&rates, 0.5), exponential(&rates, 1.0));
        assert!((&half.dot(&half) - &whole).iter().all(|miss| miss.abs() < 1e-15));
        let settled = exponential(&array![[0.0, 1e12], [3e12, 0.0]], 1.0);
        assert!((settled[[0, 0]] - 0.75).abs() < 1e-12, "{settled}");
        assert_eq!(exponential(&Array2::zeros((2, 2)), 1.0), Array2::<f64>::eye(2));
    }

    #[test]
    fn slips_are_errors() {
        let message = |rates: Array2<f64>, years| transition_probabilities(&rates, years).unwrap_err().to_string();
        assert_eq!(message(Array2::zeros((2, 3)), 1.0), "table of rates 2 x 3 must be square");
        let negative = message(array![[0.0, -0.1], [0.0, 0.0]], 1.0);
        assert_eq!(negative, "rate from state 0 to state 1 -0.1 must be 0 or more and finite");
        assert!(message(array![[-0.1, 0.1], [0.0, 0.0]], 1.0).contains("staying is no transition"));
        assert!(message(array![[0.0, 1.0], [0.0, 0.0]], f64::NAN).contains("years"));
        assert!(message(array![[0.0, 1e16], [0.0, 0.0]], 1.0).contains("1e15"));
    }
}
