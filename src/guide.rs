//! Pages of the repository: the model on one page, the words, what a run gives and does not do, why it is as it is, how the code is laid out.

/// Pages that are modules. The links of `docs/rustdoc.md` come first and so win over those of a page, which lead from file to file.
macro_rules! pages {
    ($($name:ident = $file:literal;)*) => {$(
        #[doc = include_str!("../docs/rustdoc.md")]
        #[doc = include_str!($file)]
        pub mod $name {}
    )*};
}

pages! {
    model = "../docs/MODEL.md";
    glossary = "../docs/GLOSSARY.md";
    outputs = "../docs/OUTPUTS.md";
    limits = "../docs/LIMITS.md";
    long_runs = "../docs/LONG_RUNS.md";
    sampling = "../docs/SAMPLING.md";
    validation = "../docs/VALIDATION.md";
    published_models = "../docs/PUBLISHED_MODELS.md";
    architecture = "../ARCHITECTURE.md";
}

#[doc = include_str!("../docs/rustdoc.md")]
#[doc = include_str!("../DESIGN.md")]
pub mod design {
    pages! {
        smoking = "../docs/design/smoking.md";
        exposures = "../docs/design/exposures.md";
        mortality = "../docs/design/mortality.md";
        diseases = "../docs/design/diseases.md";
        indicators = "../docs/design/indicators.md";
        scenarios = "../docs/design/scenarios.md";
        inequality = "../docs/design/inequality.md";
        regions = "../docs/design/regions.md";
        trust = "../docs/design/trust.md";
        numbers = "../docs/design/numbers.md";
    }
}
