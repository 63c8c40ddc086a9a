CREATE TABLE seaql_migrations (version varchar(255) NOT NULL PRIMARY KEY, applied_at bigint NOT NULL);
CREATE TABLE `sample` (`id` int NOT NULL PRIMARY KEY AUTO_INCREMENT,
  `truth` bool NOT NULL, `small` smallint NOT NULL, `whole` int NOT NULL, `single` float NOT NULL, `twofold` double NOT NULL,
  `price` decimal(10, 2) NOT NULL, `country` char(2) NOT NULL, `name` varchar(80) NOT NULL, `body` text NOT NULL,
  `day` date NOT NULL, `hour` time NOT NULL, `moment` datetime NOT NULL, `instant` timestamp NOT NULL,
  `key` binary(16) NOT NULL, `packed` json NOT NULL, `bytes` blob NOT NULL,
  `maybe_price` decimal(10, 2) NULL, `maybe_instant` timestamp NULL, `maybe_key` binary(16) NULL, `maybe_packed` json NULL);
