//! Where a function of one number is 0.
//!
//! Own code and no crate for it: a root is part of a result, so its last bits must not move with the release of a dependency or with
//! the processor, and each of these is a few lines.

use std::ops::{Div, Sub};

/// More halvings than any two ends here need to meet; only roots within about 1e-13 of 0 are still further apart, by less than 1e-28.
const HALVINGS: usize = 100;
/// More steps than a method that gains digits ever needs.
const MOST_STEPS: usize = 200;

/// Where a test that holds at `low` turns to one that does not at `high`, to the last bit: halvings until the ends meet.
pub(crate) fn bisect([mut low, mut high]: [f64; 2], mut below: impl FnMut(f64) -> bool) -> f64 {
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return middle;
        }
        if below(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// The root of a function that falls, within `tolerance` of 0 in its value, by the false position with the Illinois rule: for
/// smooth functions that cost much. None if the root does not lie between the ends; else the function was last asked at the answer.
pub(crate) fn false_position(
    [mut low, mut high]: [f64; 2],
    tolerance: f64,
    mut f: impl FnMut(f64) -> f64,
) -> Option<f64> {
    let (mut at_low, mut at_high) = (f(low), f(high));
    if !(at_low >= 0.0 && at_high <= 0.0) {
        return None;
    }
    let mut middle = low;
    for _ in 0..HALVINGS {
        middle = (low * at_high - high * at_low) / (at_high - at_low);
        let value = f(middle);
        if value.abs() < tolerance || (high - low).abs() < 1e-14 {
            break;
        }
        if value > 0.0 {
            (low, at_low) = (middle, value);
            at_high *= 0.5;
        } else {
            (high, at_high) = (middle, value);
            at_low *= 0.5;
        }
    }
    Some(middle)
}

/// When Newton's method has found its root.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Until {
    /// The function is nearer to 0 than this.
    Miss(f64),
    /// A step is no larger than this part of where it begins.
    Step(f64),
}

/// The root of a function that rises, by Newton's method kept inside a bracket: a step that leaves it goes to `middle` of its ends.
/// `f` gives value and slope.
pub(crate) fn newton_in_bracket(
    start: f64,
    [mut low, mut high]: [f64; 2],
    middle: impl Fn(f64, f64) -> f64,
    until: Until,
    f: impl Fn(f64) -> (f64, f64),
) -> f64 {
    let mut x = start;
    for _ in 0..MOST_STEPS {
        let (miss, slope) = f(x);
        if matches!(until, Until::Miss(tolerance) if miss.abs() < tolerance) {
            return x;
        }
        if miss > 0.0 {
            high = x;
        } else {
            low = x;
        }
        let inside = |x: f64| x > low && x < high;
        let mut next = x - miss / slope;
        if !inside(next) {
            next = middle(low, high);
        }
        if !inside(next) || matches!(until, Until::Step(part) if (next - x).abs() <= part * x.abs()) {
            return next;
        }
        x = next;
    }
    x
}

/// Newton's method with a fixed number of steps, for a number or for numbers side by side. `f` gives value and slope.
#[inline(always)]
pub(crate) fn newton<X: Copy + Sub<Output = X> + Div<Output = X>>(
    start: X,
    steps: usize,
    f: impl Fn(X) -> (X, X),
) -> X {
    let mut x = start;
    for _ in 0..steps {
        let (miss, slope) = f(x);
        x = x - miss / slope;
    }
    x
}

/// The secant method with a fixed number of steps, for numbers side by side; one that has settled stays. The function was last
/// asked at the answer.
#[inline(always)]
pub(crate) fn secant<const N: usize>(
    [mut x0, mut x1]: [[f64; N]; 2],
    steps: usize,
    mut f: impl FnMut([f64; N]) -> [f64; N],
) -> [f64; N] {
    let (mut y0, mut y1) = (f(x0), f(x1));
    for _ in 0..steps {
        let mut next = [0.0; N];
        for lane in 0..N {
            let rise = y1[lane] - y0[lane];
            let settled = rise == 0.0 || y1[lane] == 0.0;
            let run = x1[lane] - x0[lane];
            next[lane] = if settled { x1[lane] } else { x1[lane] - y1[lane] * run / rise };
        }
        (x0, y0) = (x1, y1);
        (x1, y1) = (next, f(next));
    }
    x1
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    // The cube root of 2, and functions that rise and fall through it.
    const ROOT: f64 = 1.259_921_049_894_873_2;

    fn rising(x: f64) -> (f64, f64) {
        (x * x * x - 2.0, 3.0 * x * x)
    }

    #[test]
    fn all_find_the_same_root() {
        let found = [
            bisect([-20.0, 20.0], |x| rising(x).0 < 0.0),
            false_position([0.0, 5.0], 1e-14, |x| -rising(x).0).unwrap(),
            newton_in_bracket(4.0, [0.0, 5.0], |low, high| 0.5 * (low + high), Until::Step(1e-15), rising),
            newton_in_bracket(4.0, [0.0, 5.0], |low, high| 0.5 * (low + high), Until::Miss(1e-14), rising),
            newton(1.0, 6, rising),
            secant([[1.0, 2.0], [1.5, 1.0]], 12, |x| x.map(|x| rising(x).0))[1],
        ];
        for (method, x) in found.into_iter().enumerate() {
            assert!((x - ROOT).abs() < 1e-14, "{method}: {x}");
        }
    }

    #[test]
    fn a_bracket_without_a_root_has_none() {
        assert_eq!(false_position([2.0, 3.0], 1e-12, |x| -rising(x).0), None);
        assert_eq!(false_position([0.0, 1.0], 1e-12, |_| f64::NAN), None);
    }

    #[test]
    fn a_step_out_of_the_bracket_is_replaced() {
        // Newton's method alone runs away from 3 on the inverse tangent.
        let asked = Cell::new(0);
        let found = newton_in_bracket(
            3.0,
            [-4.0, 5.0],
            |low, high| 0.5 * (low + high),
            Until::Miss(1e-12),
            |x| {
                asked.set(asked.get() + 1);
                (libm::atan(x), 1.0 / (1.0 + x * x))
            },
        );
        assert!(found.abs() < 1e-11 && asked.get() < 20, "{found} after {}", asked.get());
    }

    #[test]
    fn what_has_settled_stays() {
        let found = secant([[0.0, 0.0], [1.0, 1.0]], 40, |x| [x[0] - 1.0, x[1] * x[1] - 2.0]);
        assert!((found[0] - 1.0).abs() < 1e-300 && (found[1] - 2.0_f64.sqrt()).abs() < 1e-15);
    }
}
