CREATE VIEW mids AS SELECT id, n, level FROM items WHERE level = 'mid' OR level IN ('low', 'mid');
CREATE MATERIALIZED VIEW above AS SELECT count(*) AS number FROM mids WHERE n > 0;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER items_touch BEFORE UPDATE OF n ON items FOR EACH ROW WHEN (NEW.level = 'mid') EXECUTE FUNCTION touch();
CREATE POLICY shown ON items FOR SELECT USING (level <> 'mid' AND n > 0);
