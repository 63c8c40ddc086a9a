//! Dates and times as text, counted from a day in 2024.

/// What separates the date from the time, and what follows it.
pub(super) struct Form {
    pub(super) between: &'static str,
    pub(super) after: &'static str,
}

/// The days from 1970-01-01 to the day that counting begins with.
const FIRST_DAY: u64 = 19_723;

/// Seconds from one counted moment to the next: an hour, a minute and a second, so that each part moves.
const STEP: u64 = 3_661;

/// The last day that is counted, so that years keep four digits.
const DAYS: u64 = 2_000_000;

/// The date number `n`.
pub(super) fn date(n: u64) -> String {
    let (year, month, day) = civil(FIRST_DAY + n % DAYS);
    format!("{year:04}-{month:02}-{day:02}")
}

/// The time of day number `n`.
pub(super) fn time(n: u64) -> String {
    let second = n.wrapping_mul(STEP) % 86_400;
    format!("{:02}:{:02}:{:02}", second / 3_600, second / 60 % 60, second % 60)
}

/// The moment number `n`.
pub(super) fn moment(n: u64, form: &Form) -> String {
    let seconds = (n % (DAYS * 20)).wrapping_mul(STEP);
    let time = format!("{:02}:{:02}:{:02}", seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{}{}{time}{}", date(seconds / 86_400), form.between, form.after)
}

/// Days since 1970-01-01 → year, month, day (Howard Hinnant's algorithm).
fn civil(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year_of_era + era * 400 + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        assert_eq!(date(0), "2024-01-01");
        assert_eq!(date(59), "2024-02-29");
        assert_eq!(date(60), "2024-03-01");
        assert_eq!(date(366), "2025-01-01");
        assert_eq!(civil(0), (1970, 1, 1));
        assert_eq!(civil(47_540), (2100, 2, 28));
        assert_eq!(civil(47_541), (2100, 3, 1));
        let form = Form { between: " ", after: "+00" };
        assert_eq!(
            (moment(0, &form), moment(24, &form)),
            ("2024-01-01 00:00:00+00".into(), "2024-01-02 00:24:24+00".into())
        );
    }
}
