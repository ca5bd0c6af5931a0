/* schema_tables.c - the columns of each input file, with every name by which
 * they are known. docs/FORMATS.md says the same; a test compares them. */
#include "model/schema.h"

#include <limits.h>

static const struct known_column account_columns[] = {
    {"id",
     "account_id accountid account_number account_no customer_id customerid "
     "customer_number client_id company_id record_id lead_id opportunity_id "
     "account customer",
     CELL_TEXT, .required = true, .unique = true,
     .help = "what the account is called in every file; text, so 01581 keeps "
             "its zero"},
    {"name",
     "account_name customer_name company_name client_name company account "
     "customer client organisation organization",
     CELL_TEXT, .help = "for reports"},
    {"value",
     "arr acv annual_contract_value annual_value account_value contract_value "
     "current_arr mrr tcv total_contract_value revenue amount sales turnover "
     "annual_revenue annualrevenue",
     CELL_NUMBER, .help = "what the account is worth a year"},
    {"workload",
     "workload_hours hours work effort service_hours hours_per_period load",
     CELL_NUMBER, .help = "what it takes to look after it, per period"},
    {"tier", "account_tier customer_tier abc_class", CELL_TEXT,
     .help = "importance: A, B, C"},
    {"segment", "customer_segment account_segment market_segment size_segment",
     CELL_TEXT, .may_list = true,
     .help = "kind of customer: enterprise, mid, small"},
    {"territory",
     "territory_code territory_id sales_territory account_territory",
     CELL_TEXT, .help = "code of the territory it lies in"},
    {"industry", "vertical sector industry_name account_industry", CELL_TEXT,
     .may_list = true, .help = "what its customers do"},
    {"language", "languages lang account_language preferred_language",
     CELL_TEXT, .may_list = true, .help = "language it is served in"},
    {"skills", "skill skills_needed required_skills required_skill", CELL_LIST,
     .help = "skills that its owner should have"},
    {"parent",
     "parent_id parentid parent_account parent_account_id parentaccountid "
     "parent_company parent_company_id ultimate_parent ultimate_parent_id",
     CELL_TEXT, .help = "id of the account above it in the family"},
    {"owner",
     "owner_id ownerid account_owner account_owner_id company_owner "
     "customer_owner record_owner current_owner current_owner_id "
     "owner_id_derived assigned_to assigned_rep assigned_rep_id sales_rep "
     "sales_rep_id salesrep rep rep_id",
     CELL_TEXT, .help = "id of the rep who owns it today"},
    {ROLE_OWNER, "", CELL_TEXT,
     .help = "owner in that role, one column for each role: csm_owner"},
    {"locked", "lock is_locked keep frozen", CELL_FLAG,
     .help = "stays with its owner"},
    {"pin", "pin_to pinned_to pinned_rep fixed_rep", CELL_TEXT,
     .help = "id of the rep it goes to"},
    {"not", "not_reps never never_reps excluded_reps forbidden_reps",
     CELL_LIST, .help = "ids of reps it never goes to"},
    {"outside", "is_outside out_of_scope excluded exclude house_account",
     CELL_FLAG, .help = "kept and listed, counted nowhere"},
    {"stage", "account_stage customer_stage lifecycle_stage lifecycle",
     CELL_TEXT, .help = "where it stands: lead, customer, leaving"},
    {"risk", "renewal_risk churn_risk risk_level risk_rating at_risk",
     CELL_TEXT, .help = "risk of losing it: high, low, yes, no"},
    {"nps", "nps_score net_promoter_score", CELL_NUMBER, .least = -100,
     .most = 100, .help = "net promoter score"},
    {"health", "health_score account_health customer_health", CELL_NUMBER,
     .help = "health score"},
    {"renewal_date",
     "renewal contract_end contract_end_date next_renewal next_renewal_date "
     "subscription_end expiry_date expiration_date",
     CELL_DATE, .help = "when the contract ends or renews"},
    {"expansion",
     "expansion_potential expansion_value upsell upsell_potential whitespace "
     "potential",
     CELL_NUMBER, .help = "what it might grow by"},
    {"open_opportunity",
     "open_opportunities has_open_opportunity open_opp open_opps open_deal "
     "open_deals open_pipeline",
     CELL_FLAG, .help = "a deal is open: yes, or a number other than 0"},
    {"owner_since",
     "owned_since owner_since_date owner_start owner_start_date "
     "owner_changed_at assigned_on assigned_at assignment_date",
     CELL_DATE, .about_past = true, .help = "since when its owner owns it"},
    {"owners_so_far", "owner_count owners_count number_of_owners n_owners",
     CELL_NUMBER, .least = 0, .most = INT_MAX,
     .help = "how many owners it has had, today's included"},
    {"last_contact",
     "last_contacted last_contact_date last_contacted_date last_touch "
     "last_touch_date last_activity last_activity_date lastactivitydate",
     CELL_DATE, .about_past = true, .help = "when someone last spoke to it"},
    {"latitude", "lat geo_lat billing_latitude billinglatitude", CELL_NUMBER,
     .least = -90, .most = 90, .help = "degrees, north positive"},
    {"longitude",
     "lon lng long geo_lon geo_lng billing_longitude billinglongitude",
     CELL_NUMBER, .least = -180, .most = 180,
     .help = "degrees, east positive"},
    {"conflict_group", "conflict conflict_group_id exclusivity_group",
     CELL_TEXT, .help = "accounts of one group need different reps"},
};

static const struct known_column rep_columns[] = {
    {"id",
     "rep_id repid owner_id ownerid user_id userid employee_id employeeid "
     "sales_rep_id agent_id rep owner",
     CELL_TEXT, .required = true, .unique = true,
     .help = "what the rep is called in every file"},
    {"name",
     "rep_name full_name fullname employee_name user_name display_name rep",
     CELL_TEXT, .help = "for reports"},
    {"email", "email_address e_mail mail work_email", CELL_TEXT,
     .help = "for reports and hand-offs"},
    {"role", "rep_role owner_role sales_role role_name", CELL_TEXT,
     .help = "kind of owner: ae, am, csm"},
    {"pod", "pod_name pod_id", CELL_TEXT, .help = "for reports by pod"},
    {"team", "team_name team_id squad", CELL_TEXT,
     .help = "for reports by team"},
    {"manager", "manager_id manager_name reports_to supervisor", CELL_TEXT,
     .help = "for reports by manager"},
    {"territories",
     "territories_allowed allowed_territories territories_covered "
     "territory_codes territory territory_code territory_id",
     CELL_LIST, .help = "codes of the territories served"},
    {"segments", "segments_allowed allowed_segments segment", CELL_LIST,
     .help = "segments served"},
    {"industries", "verticals sectors industry vertical sector", CELL_LIST,
     .help = "industries known"},
    {"skills", "skill", CELL_LIST, .help = "skills had"},
    {"languages", "languages_spoken language", CELL_LIST,
     .help = "languages spoken"},
    {"capacity",
     "workload_capacity capacity_hours capacity_per_period available_hours",
     CELL_NUMBER, .least = 0, .most = INT_MAX,
     .help = "workload that fits into a period"},
    {"max_accounts", "accounts_max account_limit account_cap max_customers",
     CELL_NUMBER, .least = 0, .most = INT_MAX, .help = "most accounts"},
    {"min_accounts", "accounts_min min_customers", CELL_NUMBER, .least = 0,
     .most = INT_MAX, .help = "fewest accounts"},
    {"max_value", "value_max value_cap max_arr arr_cap revenue_cap",
     CELL_NUMBER, .help = "most value"},
    {"fte", "full_time_equivalent fte_share", CELL_NUMBER, .least = 0,
     .most = INT_MAX, .help = "share of a full-time post; blank is 1"},
    {"start_date",
     "start hire_date hired_on started_on starts_on join_date joined_on",
     CELL_DATE, .help = "first day"},
    {"ramp",
     "ramp_share ramp_factor ramp_until ramp_date ramp_end ramp_end_date "
     "ramped_on fully_ramped_on",
     CELL_TEXT,
     .help = "a fraction of full strength, or the date of full strength"},
    {"end_date",
     "end ends_on leave_date leaving_date termination_date "
     "last_day left_on",
     CELL_DATE, .help = "last day"},
    {"out_from", "away_from absent_from leave_from leave_start absence_start",
     CELL_DATE, .help = "first day of a long absence"},
    {"out_to",
     "out_until away_to away_until absent_to leave_to leave_until leave_end "
     "absence_end",
     CELL_DATE, .help = "last day of it"},
    {"working_days", "workdays days_worked weekdays", CELL_LIST,
     .help =
         "mon;tue;...: days on which they are given new accounts; blank is "
         "every day"},
    {"active", "is_active isactive enabled", CELL_FLAG,
     .help = "no: has left; blank is yes"},
    {"placeholder", "is_placeholder to_be_hired tbh vacancy open_position",
     CELL_FLAG,
     .help = "a post that is not filled yet: planned like a rep, named in the "
             "summary"},
    {"latitude", "lat geo_lat", CELL_NUMBER, .least = -90, .most = 90,
     .help = "degrees, north positive"},
    {"longitude", "lon lng long geo_lon geo_lng", CELL_NUMBER, .least = -180,
     .most = 180, .help = "degrees, east positive"},
};

static const struct known_column pair_columns[] = {
    {"account", "account_id accountid customer customer_id company_id",
     CELL_TEXT, .required = true, .help = "id of an account"},
    {"rep", "rep_id repid owner owner_id ownerid user_id employee_id",
     CELL_TEXT, .required = true, .help = "id of a rep"},
    {"cost", "pair_cost points", CELL_NUMBER,
     .help = "points, as they stand, for this account at this rep"},
    {"fit", "fit_score match", CELL_NUMBER, .least = 0, .most = 1,
     .help = "from 0, unsuited, to 1, made for each other"},
    {"workload", "workload_hours hours effort", CELL_NUMBER,
     .help = "replaces the account's own at this rep"},
    {"forbidden", "is_forbidden forbid never blocked not_allowed", CELL_FLAG,
     .help = "this rep may not own this account"},
};

static const struct known_column territory_columns[] = {
    {"code", "territory territory_code territory_id id", CELL_TEXT,
     .required = true, .unique = true, .help = "code of the territory"},
    {"parent", "parent_code parent_territory parent_id", CELL_TEXT,
     .help = "code of the one it lies in; blank at the top"},
};

static const struct known_column decision_columns[] = {
    {"account", "account_id accountid customer customer_id company_id",
     CELL_TEXT, .required = true, .help = "id of an account"},
    {"decision", "verdict action", CELL_TEXT, .required = true,
     .help = "accept, reject, pin, never or outside"},
    {"rep", "rep_id repid owner owner_id ownerid user_id employee_id",
     CELL_TEXT, .help = "id of the rep meant; blank with outside"},
    {"why", "reason comment note", CELL_TEXT, .help = "quoted in reasons"},
    {"by", "who decided_by author user", CELL_TEXT,
     .help = "who decided, quoted in reasons"},
};

#define COLUMNS(table) sizeof(table) / sizeof *(table), (table)

const struct schema schema_accounts = {"accounts.csv",
                                       COLUMNS(account_columns),
                                       .extras = true, .needs_rows = true};
const struct schema schema_reps = {"reps.csv", COLUMNS(rep_columns),
                                   .extras = true, .needs_rows = true};
const struct schema schema_pairs = {"pairs.csv", COLUMNS(pair_columns),
                                    .extras = false};
const struct schema schema_territories = {
    "territories.csv", COLUMNS(territory_columns), .extras = false};
const struct schema schema_decisions = {
    "decisions.csv", COLUMNS(decision_columns), .extras = false};
