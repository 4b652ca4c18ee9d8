//! Straight lines through points.

/// What lies outside the points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outside {
    /// The first value before the first point, the last after the last.
    Held,
    /// The first and the last line go on.
    Extended,
}

/// The value at `x` of straight lines through points in strict order of `x`; not a number without points, and of a single point
/// its value everywhere.
pub(crate) fn straight(points: impl IntoIterator<Item = (f64, f64)>, x: f64, outside: Outside) -> f64 {
    let mut line: Option<[(f64, f64); 2]> = None;
    let mut before: Option<(f64, f64)> = None;
    for point in points {
        match before {
            None if outside == Outside::Held && x <= point.0 => return point.1,
            None => {}
            Some(last) => {
                line = Some([last, point]);
                if x <= point.0 {
                    return on([last, point], x);
                }
            }
        }
        before = Some(point);
    }
    match (line, before) {
        (Some(line), _) if outside == Outside::Extended => on(line, x),
        (_, last) => last.map_or(f64::NAN, |(_, value)| value),
    }
}

fn on([(x0, y0), (x1, y1)]: [(f64, f64); 2], x: f64) -> f64 {
    y0 + (y1 - y0) * (x - x0) / (x1 - x0)
}

#[cfg(test)]
#[allow(clippy::float_cmp)] // what is meant to be a number is that number
mod tests {
    use super::*;

    #[test]
    fn straight_lines_and_ends() {
        let points = [(1.0, 0.0), (3.0, 4.0), (4.0, 0.0)];
        let held = |x| straight(points, x, Outside::Held);
        assert_eq!([held(0.0), held(1.0), held(2.0), held(3.5), held(9.0)], [0.0, 0.0, 2.0, 2.0, 0.0]);
        let extended = |x| straight(points, x, Outside::Extended);
        assert_eq!([extended(0.0), extended(1.0), extended(2.0), extended(5.0)], [-2.0, 0.0, 2.0, -4.0]);
    }

    #[test]
    fn one_point_is_level_and_none_is_no_number() {
        for outside in [Outside::Held, Outside::Extended] {
            assert_eq!([0.0, 2.0, 5.0].map(|x| straight([(2.0, 7.0)], x, outside)), [7.0; 3]);
            assert!(straight([], 1.0, outside).is_nan());
        }
    }
}
