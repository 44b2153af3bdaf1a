//! Who owns a view, and who may use it. That is a database's own, and much of it is granted by hand: it is read where the
//! migration runs, and given back to the view that takes the old one's place.

use super::quote::{quote_name, quote_text};
use crate::schema::TableName;

/// What is said where it is read.
pub(super) const COMMENT: &str =
    "Owners and rights of views are read from the database that this runs on, and given back below.";

/// Gives back what [`remember`] has read. The tag tells that the block does no more than that.
pub(super) const GIVE_BACK: &str =
    "DO $manage_rights$ BEGIN EXECUTE current_setting('manage.rights'); END $manage_rights$";

/// Reads owners and rights of the views, as the statements that grant them: first what a new view has by itself is taken
/// away, the owner comes last, who may be somebody else.
pub(super) fn remember(views: &[&TableName]) -> String {
    let views: Vec<String> = views.iter().map(|name| format!("{}::regclass", quote_text(&quote_name(name)))).collect();
    let who = "coalesce(nullif(given.grantee, 0)::regrole::text, 'PUBLIC')";
    let grantable = "CASE WHEN given.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END";
    format!(
        "DO $manage_rights$ BEGIN
    PERFORM set_config('manage.rights', coalesce(string_agg(rights.said, ' ' ORDER BY rights.place), ''), false)
    FROM pg_class AS v, LATERAL (
        SELECT 1, format('REVOKE ALL ON %s FROM %I;', v.oid::regclass, current_user) WHERE v.relacl IS NOT NULL
        UNION SELECT 1, format('REVOKE ALL ON %s FROM %s;', v.oid::regclass, {who})
        FROM pg_default_acl AS d, aclexplode(d.defaclacl) AS given
        WHERE d.defaclobjtype = 'r' AND given.grantee <> d.defaclrole
        UNION SELECT 2, format('GRANT %s ON %s TO %s%s;', given.privilege_type, v.oid::regclass, {who},
            {grantable})
        FROM aclexplode(v.relacl) AS given
        UNION SELECT 2, format('GRANT %s (%I) ON %s TO %s%s;', given.privilege_type, c.attname, v.oid::regclass, {who},
            {grantable})
        FROM pg_attribute AS c, aclexplode(c.attacl) AS given WHERE c.attrelid = v.oid
        UNION SELECT 3, format('ALTER TABLE %s OWNER TO %I;', v.oid::regclass, pg_get_userbyid(v.relowner))
        WHERE pg_get_userbyid(v.relowner) <> current_user
    ) AS rights (place, said)
    WHERE v.oid IN ({});
END $manage_rights$",
        views.join(", ")
    )
}
