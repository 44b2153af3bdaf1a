CREATE TRIGGER legacy_insert AFTER INSERT ON legacy BEGIN
    UPDATE users SET name = new.note WHERE id = new.id;
END;
