//! `manage check`: what does not fit together is found, and comes with what helps.

mod damaged;
mod deploy;
mod drift;
mod records;
mod together;
