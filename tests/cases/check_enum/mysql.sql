CREATE TABLE member (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, role varchar(20) NOT NULL DEFAULT 'viewer', level varchar(20), score bigint NOT NULL,
  CONSTRAINT member_role CHECK (role IN ('admin', 'editor', 'viewer', 'read-only')),
  CONSTRAINT member_level CHECK (level IN ('low', 'high') OR score > 100),
  CONSTRAINT member_score CHECK (score >= 0));
CREATE TABLE invitation (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, role varchar(20) NOT NULL, CONSTRAINT invitation_role CHECK (role IN ('admin', 'guest')));
