use std::any::Any;
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::Once;

use crate::error::{Error, Result};

thread_local! {
    /// Where the panic was, while a function of somebody else's runs on this thread.
    static PLACE: RefCell<Option<Option<String>>> = const { RefCell::new(None) };
}

static HOOK: Once = Once::new();

/// Runs a function that may panic. A panic is an error like any other, and is not printed beside it.
pub(in crate::database) fn caught(function: impl FnOnce() -> Result<()>) -> Result<()> {
    HOOK.call_once(take_note);
    PLACE.set(Some(None));
    // What it leaves behind is rolled back, and used no more.
    let outcome = panic::catch_unwind(AssertUnwindSafe(function));
    let place = PLACE.take().flatten();
    outcome.unwrap_or_else(|payload| {
        let error = Error::failure(format!("it panicked: {}", words(payload.as_ref())));
        Err(match place {
            Some(place) => {
                error.hint(format!("the panic is at {place}; with RUST_BACKTRACE=1 it says how it got there"))
            }
            None => error,
        })
    })
}

/// Has panics on a thread that is in [`caught`] noted instead of printed; all others go where they went.
fn take_note() {
    // A process that aborts has nobody to tell it later.
    if cfg!(panic = "abort") {
        return;
    }
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info: &PanicHookInfo<'_>| {
        let noted = PLACE.try_with(|place| {
            let mut place = place.try_borrow_mut().ok()?;
            *place.as_mut()? = info.location().map(ToString::to_string);
            Some(())
        });
        let asked = std::env::var_os("RUST_BACKTRACE").is_some_and(|value| value != "0");
        if asked || !matches!(noted, Ok(Some(()))) {
            before(info);
        }
    }));
}

fn words(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "without a message".to_owned())
}

#[cfg(test)]
mod tests {
    use super::caught;
    use crate::error::Error;

    #[test]
    fn a_panic_is_an_error_with_its_place() {
        assert!(caught(|| Ok(())).is_ok());
        assert_eq!(caught(|| Err(Error::failure("no"))).unwrap_err().to_string(), "no");
        let number = 3;
        let error = caught(|| panic!("number {number}")).unwrap_err();
        assert_eq!(error.to_string(), "it panicked: number 3");
        assert!(error.hints()[0].contains("caught.rs:"), "{:?}", error.hints());
        let error = caught(|| std::panic::panic_any(1)).unwrap_err();
        assert_eq!(error.to_string(), "it panicked: without a message");
    }
}
