//! Groups of estimates whose draws move together.

use crate::error::Error;
use crate::sampling::{Sampling, check_room};
use ndarray::Array2;
use std::ops::Range;

/// Named estimates with a correlation on the scale of their normal scores.
///
/// The group gives one standard normal score a member and draw; each member turns its score into a value with
/// [`Estimate::at_score`](crate::estimate::Estimate::at_score). The correlation is that of the scores, which for
/// members of the normal family is the correlation of the values, their logarithms or their log-odds.
#[derive(Debug, Clone, PartialEq)]
pub struct CorrelatedGroup {
    name: String,
    shared_stream: String,
    members: Vec<String>,
    structure: CorrelationStructure,
}

#[derive(Debug, Clone, PartialEq)]
enum CorrelationStructure {
    /// Weights of the shared and of the own score.
    OneFactor { shared: f64, own: f64 },
    /// Lower triangle of the Cholesky factor, row by row.
    Cholesky(Vec<Vec<f64>>),
}

impl CorrelatedGroup {
    /// A group with one shared error: every two members are correlated by `rho`.
    ///
    /// Each member keeps a stream of its own under its own name, so adding or moving members moves nothing else.
    ///
    /// # Formula
    /// ```text
    /// z_k = sqrt(rho) z_shared + sqrt(1 - rho) z_own,k
    /// ```
    /// # Errors
    /// If `rho` is not within 0 to 1 (a negative correlation needs a matrix) or a member is named twice.
    pub fn one_factor(
        name: impl Into<String>,
        members: impl IntoIterator<Item = impl Into<String>>,
        rho: f64,
    ) -> Result<Self, Error> {
        if !(0.0..=1.0).contains(&rho) {
            return Err(Error::out_of_range("correlation of a shared error", rho, "must lie in 0 to 1"));
        }
        let structure = CorrelationStructure::OneFactor { shared: libm::sqrt(rho), own: libm::sqrt(1.0 - rho) };
        Self::checked(name.into(), members.into_iter().map(Into::into).collect(), structure)
    }

    /// A group with a correlation matrix, rows and columns in the order of `members`.
    ///
    /// Members added at the end leave the earlier members' draws as they were; a change of order does not.
    ///
    /// # Errors
    /// If the matrix has not one row and one column a member, is not symmetric, has a diagonal other than 1 or an
    /// entry outside -1 to 1, or is not positive semi-definite (to 1e-9); or a member is named twice.
    pub fn with_matrix(
        name: impl Into<String>,
        members: impl IntoIterator<Item = impl Into<String>>,
        matrix: &Array2<f64>,
    ) -> Result<Self, Error> {
        let name = name.into();
        let members: Vec<String> = members.into_iter().map(Into::into).collect();
        let structure = CorrelationStructure::Cholesky(cholesky(&name, &members, matrix)?);
        Self::checked(name, members, structure)
    }

    fn checked(name: String, members: Vec<String>, structure: CorrelationStructure) -> Result<Self, Error> {
        for (k, member) in members.iter().enumerate() {
            if members[..k].contains(member) {
                return Err(Error::Duplicate { kind: format!("member of {name}"), name: member.clone() });
            }
        }
        let shared_stream = format!("{name}: shared error");
        Ok(Self { name, shared_stream, members, structure })
    }

    /// The group's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The members' names, in the order of the scores.
    #[must_use]
    pub fn members(&self) -> &[String] {
        &self.members
    }

    /// The name of the stream of the shared error; no parameter may have it.
    #[must_use]
    pub fn shared_stream(&self) -> &str {
        &self.shared_stream
    }

    /// The standard normal scores of all members in the draws numbered `draws`: for each member, in the order of
    /// [`CorrelatedGroup::members`], its scores in the order of the draws.
    ///
    /// # Errors
    /// If they take more than 2 GB.
    pub fn normal_scores(&self, seed: u64, sampling: Sampling, draws: Range<u64>) -> Result<Vec<Vec<f64>>, Error> {
        check_room(&draws, self.members.len())?;
        let stream = |name: &String| sampling.standard_normals(seed, name, draws.clone());
        let own: Vec<Vec<f64>> = self.members.iter().map(stream).collect::<Result<_, _>>()?;
        Ok(match &self.structure {
            CorrelationStructure::OneFactor { shared: weight, own: rest } => {
                let shared = stream(&self.shared_stream)?;
                let score = |own: &Vec<f64>| own.iter().zip(&shared).map(|(own, z)| weight * z + rest * own).collect();
                own.iter().map(score).collect()
            }
            CorrelationStructure::Cholesky(rows) => rows
                .iter()
                .map(|row| {
                    let mut scores = vec![0.0; own.first().map_or(0, Vec::len)];
                    for (weight, own) in row.iter().zip(&own) {
                        for (score, own) in scores.iter_mut().zip(own) {
                            *score += weight * own;
                        }
                    }
                    scores
                })
                .collect(),
        })
    }
}

/// Slack for matrices rounded to a few decimals on their way into a file.
const TOLERANCE: f64 = 1e-9;

fn cholesky(name: &str, members: &[String], matrix: &Array2<f64>) -> Result<Vec<Vec<f64>>, Error> {
    let n = members.len();
    if matrix.dim() != (n, n) {
        let (rows, columns) = matrix.dim();
        let rule = format!("must have one row and one column for each of the {n} members");
        return Err(Error::out_of_range(format!("correlation matrix of {name}"), format!("{rows} x {columns}"), rule));
    }
    let pair = |i: usize, j: usize| format!("correlation of {:?} and {:?} in {name}", members[i], members[j]);
    for i in 0..n {
        for j in 0..=i {
            let value = matrix[[i, j]];
            if i == j && (value.is_nan() || (value - 1.0).abs() > TOLERANCE) {
                return Err(Error::out_of_range(pair(i, j), value, "must be 1: it is on the diagonal"));
            }
            if !(-1.0..=1.0).contains(&value) && i != j {
                return Err(Error::out_of_range(pair(i, j), value, "must lie in -1 to 1"));
            }
            let mirrored = matrix[[j, i]];
            if mirrored.is_nan() || (value - mirrored).abs() > TOLERANCE {
                let rule = format!("must equal its mirror image {mirrored}");
                return Err(Error::out_of_range(pair(i, j), value, rule));
            }
        }
    }
    let mut rows: Vec<Vec<f64>> = Vec::with_capacity(n);
    for i in 0..n {
        let mut row = Vec::with_capacity(i + 1);
        for j in 0..i {
            let done: f64 = (0..j).map(|k| row[k] * rows[j][k]).sum();
            let rest = matrix[[i, j]] - done;
            let pivot: f64 = rows[j][j];
            if pivot > 0.0 {
                row.push(rest / pivot);
            } else if rest.abs() <= 1e-6 {
                // Member j is a combination of the ones before it and adds nothing of its own.
                row.push(0.0);
            } else {
                let rule = "makes the matrix not positive semi-definite: no errors can be correlated like this";
                return Err(Error::out_of_range(pair(i, j), matrix[[i, j]], rule));
            }
        }
        let left = 1.0 - row.iter().map(|w| w * w).sum::<f64>();
        if left < -TOLERANCE {
            let strongest = (0..i).max_by(|&a, &b| matrix[[i, a]].abs().total_cmp(&matrix[[i, b]].abs())).unwrap_or(0);
            let rule = "makes the matrix not positive semi-definite: no errors can be correlated like this";
            return Err(Error::out_of_range(pair(i, strongest), matrix[[i, strongest]], rule));
        }
        row.push(if left <= TOLERANCE { 0.0 } else { libm::sqrt(left) });
        rows.push(row);
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn bad_matrices_name_the_pair() {
        let message =
            |matrix: Array2<f64>| CorrelatedGroup::with_matrix("g", ["a", "b", "c"], &matrix).unwrap_err().to_string();
        let skew = message(array![[1.0, 0.5, 0.0], [0.4, 1.0, 0.0], [0.0, 0.0, 1.0]]);
        assert_eq!(skew, "correlation of \"b\" and \"a\" in g 0.4 must equal its mirror image 0.5");
        let diagonal = message(array![[1.0, 0.0, 0.0], [0.0, 2.0, 0.0], [0.0, 0.0, 1.0]]);
        assert!(diagonal.contains("must be 1"), "{diagonal}");
        let indefinite = message(array![[1.0, 0.9, 0.0], [0.9, 1.0, 0.9], [0.0, 0.9, 1.0]]);
        assert!(indefinite.contains("\"c\" and \"b\"") && indefinite.contains("semi-definite"), "{indefinite}");
        assert!(message(array![[1.0]]).contains("1 x 1 must have one row"));
        let nan = message(array![[1.0, f64::NAN, 0.0], [f64::NAN, 1.0, 0.0], [0.0, 0.0, 1.0]]);
        assert!(nan.contains("NaN must lie in -1 to 1"), "{nan}");
        assert!(CorrelatedGroup::one_factor("g", ["a", "a"], 0.5).is_err());
        assert!(CorrelatedGroup::one_factor("g", ["a"], f64::NAN).is_err());
    }

    #[test]
    fn a_perfect_correlation_is_allowed() {
        let matrix = array![[1.0, 1.0, 0.5], [1.0, 1.0, 0.5], [0.5, 0.5, 1.0]];
        let group = CorrelatedGroup::with_matrix("g", ["a", "b", "c"], &matrix).unwrap();
        let scores = group.normal_scores(1, Sampling::Random, 0..1).unwrap();
        assert_eq!(scores[0][0].to_bits(), scores[1][0].to_bits());
    }
}
