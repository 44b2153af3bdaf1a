//! Every type that a model can have: made, printed as Diesel's own command line prints it, and read and written by an
//! application.

mod application;
mod print_options;
mod print_schema;
mod several_dialects;
mod timing;
