CREATE TRIGGER legacy_insert AFTER INSERT ON legacy FOR EACH ROW UPDATE users SET name = new.note WHERE id = new.id;
