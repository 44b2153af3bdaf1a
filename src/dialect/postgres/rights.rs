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

/// What is said where those of functions and types are read.
pub(super) const COMMENT_MADE: &str =
    "Owners and rights of functions and types are read from the database that this runs on, and given back below.";

/// Gives back what [`remember_made`] has read.
pub(super) const GIVE_BACK_MADE: &str =
    "DO $manage_rights$ BEGIN EXECUTE current_setting('manage.rights_made'); END $manage_rights$";

/// The grantee of a row of `aclexplode`.
const WHO: &str = "coalesce(nullif(given.grantee, 0)::regrole::text, 'PUBLIC')";

/// Reads owners and rights of the functions, whichever arguments they take, and of the types, as [`remember`] does for
/// views. What nobody was given a right to says nothing, as long as a new one gets none by itself.
pub(super) fn remember_made(functions: &[&TableName], types: &[&TableName]) -> String {
    let function = |name: &&TableName| match &name.schema {
        Some(schema) => {
            let schema = quote_text(&super::quote::quote(schema));
            format!("p.proname = {} AND p.pronamespace = {schema}::regnamespace", quote_text(&name.name))
        }
        None => format!("p.proname = {} AND pg_function_is_visible(p.oid)", quote_text(&name.name)),
    };
    let mut functions: Vec<String> = functions.iter().map(function).collect();
    functions.dedup();
    let functions = if functions.is_empty() { "false".to_owned() } else { functions.join(" OR ") };
    let types: Vec<String> = types.iter().map(|name| format!("{}::regtype", quote_text(&quote_name(name)))).collect();
    let types = types.join(", ");
    format!(
        "DO $manage_rights$ BEGIN
    PERFORM set_config('manage.rights_made', coalesce(string_agg(rights.said, ' ' ORDER BY rights.place), ''), false)
    FROM (
        SELECT 'f', 'ROUTINE ' || p.oid::regprocedure, p.proacl, p.proowner FROM pg_proc AS p
        WHERE ({functions}) AND (p.prokind = 'a' OR EXISTS (SELECT FROM pg_depend AS d JOIN pg_type AS t
            ON t.oid = d.refobjid WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid
            AND (t.oid IN ({types}) OR t.typelem IN ({types}))))
        UNION ALL SELECT 'T', 'TYPE ' || t.oid::regtype, t.typacl, t.typowner FROM pg_type AS t
        WHERE t.oid IN ({types})
    ) AS own (kind, name, acl, owner), LATERAL (
        SELECT 1, format('REVOKE ALL ON %s FROM PUBLIC, %I;', own.name, current_user)
        WHERE own.acl IS NOT NULL OR EXISTS (SELECT FROM pg_default_acl AS d WHERE d.defaclobjtype::text = own.kind)
        UNION SELECT 1, format('REVOKE ALL ON %s FROM %s;', own.name, {WHO})
        FROM pg_default_acl AS d, aclexplode(d.defaclacl) AS given
        WHERE d.defaclobjtype::text = own.kind AND given.grantee <> d.defaclrole
        UNION SELECT 2, format('GRANT %s ON %s TO %s%s;', given.privilege_type, own.name, {WHO},
            CASE WHEN given.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
        FROM aclexplode(coalesce(own.acl, CASE WHEN EXISTS (SELECT FROM pg_default_acl AS d
            WHERE d.defaclobjtype::text = own.kind) THEN acldefault(own.kind::\"char\", own.owner) END)) AS given
        UNION SELECT 3, format('ALTER %s OWNER TO %I;', own.name, pg_get_userbyid(own.owner))
        WHERE pg_get_userbyid(own.owner) <> current_user
    ) AS rights (place, said);
END $manage_rights$"
    )
}

/// Reads owners and rights of the views, as the statements that grant them: first what a new view has by itself is taken
/// away, the owner comes last, who may be somebody else.
pub(super) fn remember(views: &[&TableName]) -> String {
    remember_all(views.iter().map(|name| format!("{}::regclass", quote_text(&quote_name(name)))))
}

/// The same for views of which some may not be there.
#[cfg(feature = "cli")]
pub(super) fn remember_if_there(views: &[&TableName]) -> String {
    remember_all(views.iter().map(|name| format!("to_regclass({})", quote_text(&quote_name(name)))))
}

fn remember_all(views: impl Iterator<Item = String>) -> String {
    let views: Vec<String> = views.collect();
    let who = WHO;
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
