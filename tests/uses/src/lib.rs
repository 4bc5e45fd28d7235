//! What users of the crate write.

#[cfg(test)]
mod configuration;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod frameworks;
#[cfg(test)]
mod schemas;
#[cfg(test)]
mod state;
