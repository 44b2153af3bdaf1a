-- Undoes: change

ALTER INDEX users_by_name RENAME TO by_name;
