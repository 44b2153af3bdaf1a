use std::path::Path;

use pkcs8::{ObjectIdentifier, PrivateKeyInfo};
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject;

use crate::database::server::unreadable;
use crate::error::{Error, Result};

/// The kind of a key in PKCS #8 (RFC 8017, appendix A.1).
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");

/// The key of `ssl_key` in the one form that the driver takes, an RSA key without envelope (PKCS #1).
///
/// # Errors
/// When the file cannot be read, or its key is of another kind.
pub(super) fn client_key(file: &Path) -> Result<Vec<u8>> {
    match PrivateKeyDer::from_pem_file(file).map_err(|error| unreadable(file, error))? {
        PrivateKeyDer::Pkcs1(key) => Ok(key.secret_pkcs1_der().to_vec()),
        PrivateKeyDer::Pkcs8(key) => {
            let read = PrivateKeyInfo::try_from(key.secret_pkcs8_der()).map_err(|error| unreadable(file, error))?;
            if read.algorithm.oid == RSA { Ok(read.private_key.to_vec()) } else { Err(no_rsa(file)) }
        }
        _ => Err(no_rsa(file)),
    }
}

fn no_rsa(file: &Path) -> Error {
    Error::failure(format!("cannot use {} for TLS: on MySQL the key of a client must be an RSA key", file.display()))
        .hint("make another pair for this client: `openssl req -newkey rsa:3072 -nodes …`")
}
