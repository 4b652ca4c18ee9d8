//! stub
use super::decline::{Curve, Decline};
use super::risk::RISK_BANDS;
use crate::data::ReferenceData;
use crate::disease::DISEASES;
use crate::draws::Draws;
use crate::error::Error;
use crate::multistate::lanes::Lanes;
#[derive(Debug)]
pub struct SmokingCases;
#[derive(Debug)]
pub(crate) struct CaseRisks {
    pub(crate) excess: [[[Lanes; RISK_BANDS]; 2]; DISEASES],
    pub(crate) declines: [Decline; DISEASES],
}
impl SmokingCases {
    pub fn from_data(_: &ReferenceData) -> Result<Self, Error> {
        Ok(Self)
    }
    pub(crate) fn draw(&self, _: &mut Draws<'_>) -> Result<CaseRisks, Error> {
        Ok(CaseRisks {
            excess: [[[Lanes::ONE; RISK_BANDS]; 2]; DISEASES],
            declines: [Decline::Along(Curve::Cancers); DISEASES],
        })
    }
    pub fn notes(&self) -> Vec<String> {
        Vec::new()
    }
}
