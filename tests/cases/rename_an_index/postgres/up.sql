ALTER INDEX by_name RENAME TO users_by_name;
