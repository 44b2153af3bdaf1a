use std::path::Path;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{WebPkiServerVerifier, verify_server_name};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::version::{TLS12, TLS13};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme, SupportedProtocolVersion,
};

use crate::error::{Error, Result};
use crate::settings::{Roots, Tls, TlsMode, TlsVersions};

/// What is said to rustls for connections like this, with these versions of TLS.
///
/// # Errors
/// When a certificate or a key cannot be read, or none is named where one must be.
pub(in crate::database) fn client_config(tls: &Tls, versions: TlsVersions) -> Result<ClientConfig> {
    let spoken: &[&SupportedProtocolVersion] = match versions {
        TlsVersions::Both => &[&TLS13, &TLS12],
        TlsVersions::Older => &[&TLS12],
        TlsVersions::Newer => &[&TLS13],
    };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = Verifier::of(tls, &provider)?;
    let builder = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(spoken)
        .map_err(|error| Error::failure("cannot set up TLS").because(error))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier));
    let Some((certificate, key)) = &tls.identity else { return Ok(builder.with_no_client_auth()) };
    let chain = certificates(certificate)?;
    let read = PrivateKeyDer::from_pem_file(key).map_err(|error| unreadable(key, error))?;
    builder.with_client_auth_cert(chain, read).map_err(|error| unreadable(key, error))
}

/// Those who may sign the server's certificate, if it is looked at.
///
/// # Errors
/// When they cannot be read, or nobody is named where somebody must be.
pub(in crate::database) fn trusted(tls: &Tls) -> Result<Option<Vec<CertificateDer<'static>>>> {
    match (&tls.roots, tls.mode) {
        (_, TlsMode::Disable) => Ok(None),
        (Roots::File(file), _) => certificates(file).map(Some),
        (Roots::System, _) => {
            let found = rustls_native_certs::load_native_certs();
            if found.certs.is_empty() {
                return Err(Error::failure("this system trusts nobody: it has no root certificates")
                    .hint("install them (`ca-certificates`), or name a file with `sslrootcert`"));
            }
            Ok(Some(found.certs))
        }
        (Roots::Unnamed, TlsMode::VerifyCa | TlsMode::VerifyFull) => {
            Err(Error::failure("the server's certificate is to be verified, but no root certificate is named")
                .hint("name its file with `sslrootcert=FILE` (MySQL: `ssl_ca=FILE`), or `sslrootcert=system`"))
        }
        (Roots::Unnamed, _) => Ok(None),
    }
}

fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>> {
    let read = CertificateDer::pem_file_iter(file).map_err(|error| unreadable(file, error))?;
    let certificates: Vec<_> = read.collect::<Result<_, _>>().map_err(|error| unreadable(file, error))?;
    if certificates.is_empty() {
        return Err(Error::failure(format!("{} holds no certificate", file.display()))
            .hint("it is a text file with `-----BEGIN CERTIFICATE-----`"));
    }
    Ok(certificates)
}

/// A certificate or a key that is no use.
pub(in crate::database) fn unreadable(file: &Path, error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::failure(format!("cannot use {} for TLS", file.display()))
        .because(error)
        .hint("check the path, who may read it, and that it is PEM and has no password")
}

/// libpq's meaning of the modes: whether the signature is looked at, and whether the name.
#[derive(Debug)]
struct Verifier {
    provider: Arc<CryptoProvider>,
    chain: Option<Arc<WebPkiServerVerifier>>,
    roots: Vec<CertificateDer<'static>>,
    name: bool,
}

impl Verifier {
    fn of(tls: &Tls, provider: &Arc<CryptoProvider>) -> Result<Self> {
        let roots = trusted(tls)?;
        let chain = match &roots {
            None => None,
            Some(roots) => {
                let mut store = RootCertStore::empty();
                store.add_parsable_certificates(roots.iter().cloned());
                let built = WebPkiServerVerifier::builder_with_provider(Arc::new(store), Arc::clone(provider)).build();
                Some(built.map_err(|error| {
                    Error::failure("the root certificates cannot be used")
                        .because(error)
                        .hint("check what `sslrootcert` (MySQL: `ssl_ca`) names")
                })?)
            }
        };
        Ok(Self {
            provider: Arc::clone(provider),
            chain,
            roots: roots.unwrap_or_default(),
            name: tls.mode == TlsMode::VerifyFull,
        })
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let Some(chain) = &self.chain else { return Ok(ServerCertVerified::assertion()) };
        // A certificate that signs itself and is trusted itself, as small servers have them.
        if self.roots.iter().any(|root| root.as_ref() == end_entity.as_ref()) {
            if self.name {
                verify_server_name(&ParsedCertificate::try_from(end_entity)?, server_name)?;
            }
            return Ok(ServerCertVerified::assertion());
        }
        match chain.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now) {
            // The name is looked at last.
            Err(rustls::Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) if !self.name => Ok(ServerCertVerified::assertion()),
            other => other,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
