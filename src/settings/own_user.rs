use super::variables::Variables;

/// The user that clients of servers take where none is named: the one whose process this is, whatever the environment
/// says; where the system has no name for it, as in many containers, what the environment says.
pub(super) fn own_user(variables: &Variables) -> Result<String, String> {
    let named = || ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(|name| variables.get_os(name));
    let named = || named().and_then(|name| name.to_str()).map(str::to_owned);
    let user = whoami::username().ok().or_else(named).filter(|name| !name.is_empty());
    user.ok_or_else(|| "there is no user: name one in the URL, or as `username`".to_owned())
}
