ALTER TABLE users DROP KEY users_name_key;
