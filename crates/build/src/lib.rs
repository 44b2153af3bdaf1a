//! The build step: models in, the text of `table!` out.
