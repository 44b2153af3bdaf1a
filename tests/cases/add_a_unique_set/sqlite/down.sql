-- Undoes: change

DROP INDEX users_team_name_key;
