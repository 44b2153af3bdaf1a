CREATE FUNCTION legacy_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE users SET name = NEW.note WHERE id = NEW.id;
    RETURN NEW;
END
$$;
CREATE TRIGGER legacy_insert AFTER INSERT ON legacy FOR EACH ROW EXECUTE FUNCTION legacy_insert();
