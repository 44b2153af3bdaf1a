-- Undoes: change

DROP INDEX adults;

DROP INDEX users_email_lower;

DROP INDEX users_age_name_idx;

DROP INDEX users_name_idx;

DROP INDEX users_email_key;
