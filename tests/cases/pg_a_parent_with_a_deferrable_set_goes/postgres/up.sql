ALTER TABLE childs DROP CONSTRAINT childs_other_id_fkey;

ALTER TABLE childs DROP CONSTRAINT childs_parent_id_fkey;

-- The rows of parents are lost.
DROP TABLE parents;
