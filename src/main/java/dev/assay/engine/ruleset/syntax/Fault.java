package dev.assay.engine.ruleset.syntax;

import org.jspecify.annotations.Nullable;

/** Everything that can be wrong with rule files: the stable code is the constant's name. {0} to {5} are filled in. */
public enum Fault {
    // text and structure
    ILLEGAL_CHARACTER("此处不能使用字符 {0}", "the character {0} can't stand here", "remove it · 请删除"),
    HIDDEN_CHARACTER(
            "隐藏的控制字符 {0}", "hidden control character {0}", "remove it, it makes the text read other than it is · 请删除"),
    UNICODE_ESCAPE("不允许 Unicode 转义", "unicode escapes are not allowed", "write the character itself · 请直接写字符"),
    UNCLOSED_TEXT("文本缺少结束引号", "the text has no closing quote", "add \" · 请补上引号"),
    UNCLOSED_COMMENT("注释没有结束", "the comment is not closed", "add */ · 请补上 */"),
    BAD_NUMBER("无法识别的数字 {0}", "unreadable number {0}", "digits and one decimal point · 只用数字和一个小数点"),
    NOT_UTF8("文件不是 UTF-8 编码", "the file is not UTF-8", "save it as UTF-8 · 请另存为 UTF-8"),
    EXPECTED("此处应为 {0}，而不是 {1}", "{0} expected here, not {1}", null),
    TOO_DEEP("嵌套超过 {0} 层", "nested more than {0} deep", "split the rule · 请拆分规则"),
    TOO_LONG("超过上限 {0}", "longer than the limit of {0}", "split it · 请拆分"),
    WRONG_LENGTH("长度 {0} 不在 1 … {1} 之间", "of length {0}, but 1 to {1} are allowed", null),
    TOO_MANY_RULES("规则数超过上限 {0}", "more than {0} rules", "join rules in fewer, wider ones · 请合并规则"),
    TOO_MANY_PROBLEMS("问题过多，其余未列出", "too many problems, the rest is not listed", "repair these first · 请先修正以上问题"),
    UNKNOWN_FILE(
            "不认识的文件 {0}",
            "{0} is no rule file",
            "rules end in .drl, .drl.csv or .drl.xlsx and stand in the folder of a phase · 规则文件放在阶段文件夹内"),
    MISSING_MANIFEST(
            "缺少 ruleset.yaml", "ruleset.yaml is missing", "it names the phases, grades and parameters · 它定义阶段、等级和参数"),
    // refused constructs
    REFUSED_CONSTRUCT(
            "规则中不允许使用 {0}",
            "{0} is not allowed in rules",
            "a rule compares properties of one customer and calls its effects · 规则只比较客户属性并调用其效果"),
    FOREIGN_IMPORT(
            "不允许导入 {0}", "the import of {0} is not allowed", "only dev.assay.engine.fact.Customer · 只能导入 Customer"),
    UNKNOWN_ATTRIBUTE(
            "不允许的规则属性 {0}",
            "the rule attribute {0} is not allowed",
            "only salience; for dates use @validFrom and @validTo · 只允许 salience"),
    UNKNOWN_ANNOTATION("不认识的注解 @{0}", "unknown annotation @{0}", "@code, @zh, @en, @group, @validFrom, @validTo"),
    DUPLICATE_ANNOTATION("注解 @{0} 重复", "@{0} stands twice", "keep one · 只保留一个"),
    BAD_SALIENCE(
            "salience 必须是整数常量，而不是 {0}",
            "salience must be a whole number, not {0}", "for example salience 10 · 例如 salience 10"),
    WRONG_PATTERN(
            "规则必须只有一个 Customer(...) 模式，这里是 {0}",
            "a rule has one pattern, Customer(…); here is {0}", "when $c : Customer( … )"),
    SECOND_PATTERN(
            "规则只能有一个模式",
            "a rule has only one pattern",
            "put all conditions into one Customer(…) · 请把条件写进同一个 Customer(…)"),
    UNNAMED_CUSTOMER("模式没有给客户命名", "the pattern gives the customer no name", "when $c : Customer( … )"),
    BAD_STATEMENT("不是效果调用：{0}", "not a call of an effect: {0}", "write {1}.effect(…); · 请写成 {1}.效果(…);"),
    EMPTY_CONSEQUENCE("规则没有任何效果", "the rule does nothing", "call an effect after then · 请在 then 之后调用效果"),
    WRONG_RECEIVER("效果只能在 {1} 上调用，而不是 {0}", "effects are called on {1}, not on {0}", null),
    // names
    MISSING_CODE("规则缺少 @code", "the rule has no @code", "a stable id such as @code(\"CAP_C\") · 需要稳定编号"),
    BAD_CODE("编号 {0} 不合规", "the code {0} can't be used", "capital letters, digits and _, at most 60 · 大写字母、数字和下划线"),
    DUPLICATE_CODE(
            "编号 {0} 已在 {1} 第 {2} 行使用", "the code {0} is already used in {1}:{2}", "give each rule its own · 每条规则编号须唯一"),
    DUPLICATE_NAME(
            "规则名“{0}”已在 {1} 第 {2} 行使用",
            "the rule name \"{0}\" is already used in {1}:{2}", "give each rule its own · 规则名须唯一"),
    MISSING_TEXT(
            "规则缺少 @{0} 原因文本",
            "the rule has no reason text @{0}", "a sentence with {value} and {threshold} · 一句话，可用 {value}、{threshold}"),
    UNKNOWN_PLACEHOLDER(
            "原因文本中不认识的占位符 {0}",
            "unknown placeholder {0} in the reason text",
            "{value}, {threshold}, {effect}, a property or a parameter{1}"),
    UNKNOWN_PROPERTY("客户没有属性 {0}", "a customer has no property {0}", "{1}"),
    UNKNOWN_PARAMETER("ruleset.yaml 中没有参数 {0}", "ruleset.yaml has no parameter {0}", "{1}"),
    UNKNOWN_CUSTOM_FIELD("ruleset.yaml 中没有自定义字段 {0}", "ruleset.yaml declares no custom field {0}", "{1}"),
    UNKNOWN_VARIABLE(
            "变量 {0} 没有绑定", "the variable {0} is not bound", "bind it in the pattern, {0} : property{1} · 请在模式中绑定"),
    DUPLICATE_VARIABLE("变量 {0} 重复绑定", "the variable {0} is bound twice", "use another name · 请换名"),
    UNKNOWN_EFFECT("没有效果 {0}", "there is no effect {0}", "{1}"),
    UNKNOWN_FUNCTION("不能调用 {0}", "{0} can't be called", "only Math.min, Math.max and Math.abs · 只允许这三个函数"),
    UNKNOWN_GRADE("没有等级 {0}", "there is no grade {0}", "{1}"),
    UNKNOWN_CATEGORY("没有客户类别 {0}", "there is no category {0}", "{1}"),
    UNKNOWN_TERM("没有付款方式 {0}", "there is no payment term {0}", "{1}"),
    // types and nulls
    TYPE_MISMATCH("{0} 是{1}，不能与{2}比较或混用", "{0} is {3}, it can't be used with {4}", null),
    NOT_A_CONDITION("这里需要比较，例如 {0}", "a comparison is needed here, such as {0}", null),
    NOT_A_CONSTANT(
            "右侧必须是常量或参数", "the right side must be a literal or a parameter", "name the property on the left · 属性写在左侧"),
    ARITHMETIC_IN_CONDITION(
            "条件中不能对属性做运算",
            "a condition can't compute with properties",
            "compare the property with a literal or a parameter · 与常量或参数比较"),
    NEGATION("条件中不允许 !( )", "!( ) is not allowed in conditions", "write the opposite comparison · 请写相反的比较"),
    NULL_UNGUARDED(
            "{0} 可能没有数据，先要求 {0} != null",
            "{0} may have no data: ask {0} != null first",
            "add {0} != null before it, in the same pattern · 请在前面加上 {0} != null"),
    NULL_COMPARISON("null 只能用 == 或 != 比较", "null can only be compared by == or !=", null),
    NEVER_NULL(
            "{0} 总有值，与 null 比较没有意义",
            "{0} always has a value, comparing it with null decides nothing", "remove the comparison · 请删除"),
    INTEGER_DIVISION(
            "整数相除会舍去小数",
            "dividing whole numbers drops the fraction",
            "write one of them with a decimal point · 请给其中一个加小数点"),
    DIVISION_BY_ZERO("除数为零", "division by zero", null),
    DIVISOR_UNGUARDED("除数 {0} 可能为零", "the divisor {0} may be zero", "add {0} > 0 to the conditions · 请加上 {0} > 0"),
    WRONG_ARGUMENTS("{0} 需要参数 {1}，这里有 {2} 个", "{0} takes {1}, here are {2}", null),
    WRONG_ARGUMENT("{0} 的参数应为{1}", "{0} takes {2}", null),
    OUT_OF_BOUNDS("{0} 超出范围 {1}", "{0} is out of the range {1}", null),
    SAME_EFFECT_TWICE("规则两次调用 {0}", "the rule calls {0} twice", "the second call has no effect · 第二次调用无效"),
    UNSAFE_EXPRESSION(
            "正则表达式过于复杂或不受支持：{0}",
            "the regular expression is too costly or not supported: {0}",
            "at most two unbounded repeats, none on a group, no back references · 最多两个无界重复"),
    // phases
    EFFECT_OF_OTHER_PHASE(
            "效果 {0} 属于阶段 {1}，不能用在 {2}",
            "the effect {0} belongs to the phase {1}, not to {2}", "move the rule to the folder {1} · 请移到文件夹 {1}"),
    NOT_YET_KNOWN(
            "{0} 由阶段 {1} 给出，在 {2} 阶段还不知道",
            "{0} is given by the phase {1} and not known yet in {2}", "read it in a later phase · 请在之后的阶段读取"),
    ONLY_OF_ORDERS(
            "{0} 属于订单，在 {1} 阶段没有订单",
            "{0} belongs to an order, and there is none in the phase {1}",
            "read it in the phase check · 请在 check 阶段读取"),
    // manifest
    BAD_YAML("YAML 有误：{0}", "unreadable YAML: {0}", null),
    ALIAS("不允许 YAML 别名", "aliases are not allowed", "write the values out · 请直接写出内容"),
    UNKNOWN_KEY("不认识的键 {0}", "unknown key {0}", "{1}"),
    DUPLICATE_KEY("键 {0} 重复", "the key {0} stands twice", "keep one · 只保留一个"),
    MISSING_KEY("缺少键 {0}", "the key {0} is missing", null),
    WRONG_VALUE("{0} 的值 {1} 不可用", "{1} can't be the value of {0}", "{2}"),
    UNKNOWN_PHASE("没有阶段 {0}", "there is no phase {0}", "{1}"),
    PHASE_ORDER("阶段 {0} 必须在 {1} 之后", "the phase {0} must stand after {1}", null),
    MISSING_PHASE("缺少阶段 {0}", "the phase {0} is missing", null),
    UNUSED_PARAMETER("参数 {0} 没有被任何规则使用", "no rule uses the parameter {0}", "remove it, or name it in a rule · 请删除或使用"),
    // decision tables
    NO_TABLE(
            "文件中没有 RuleTable",
            "there is no RuleTable in the file",
            "a cell that starts with RuleTable begins one · 以 RuleTable 开头的单元格表示一张表"),
    UNKNOWN_COLUMN(
            "不认识的列类型 {0}", "unknown kind of column {0}", "NAME, CONDITION, ACTION, METADATA, PRIORITY, DESCRIPTION"),
    REFUSED_SETTING(
            "决策表中不允许 {0}",
            "{0} is not allowed in a decision table", "only RuleSet, Import and Notes · 只允许 RuleSet、Import、Notes"),
    MISSING_COLUMN("决策表缺少 {0} 列", "the table has no {0} column", null),
    CUT_TABLE(
            "决策表不完整",
            "the table breaks off",
            "after RuleTable: kinds of column, customer, template, titles, rows · RuleTable 之后：列类型、客户、模板、标题、数据行"),
    TOO_MANY_ROWS("行数超过上限 {0}", "more than {0} rows", "split the table · 请拆分"),
    EMPTY_TEMPLATE("列模板为空", "the column has no template", "for example score >= $param · 例如 score >= $param"),
    WRONG_VALUE_COUNT(
            "模板需要 {0} 个值，这里有 {1} 个", "the template takes {0} values, here are {1}", "separate them by commas · 请用逗号分隔"),
    UNREADABLE_TABLE("无法读取表格：{0}", "the spreadsheet can't be read: {0}", "save it again as .xlsx · 请重新另存为 .xlsx"),
    FORMULA("单元格含公式", "the cell holds a formula", "write the value itself · 请直接写值"),
    // doubts: the rules can be used as they are
    NEVER_MATCHES("条件 {0} 永远不成立", "{0} never holds", "possible is {1} · 可能的范围是 {1}"),
    CONTRADICTION(
            "条件 {0} 与前面的条件矛盾，没有客户符合",
            "{0} contradicts the conditions before it: no customer matches", "change one of them · 请修改其中之一"),
    DUPLICATE_RULE(
            "与规则“{0}”（{1} 第 {2} 行）条件和效果相同",
            "the same conditions and effects as \"{0}\" ({1}:{2})", "remove one of them · 请删除其中之一"),
    NEVER_DECIDES(
            "这条规则从不起作用：它适用的客户都先由其他规则决定，例如 {2}，由“{0}”（{1}）",
            "the rule never decides: others come first for every customer it matches, for {3} \"{0}\" ({1})",
            "remove it, or put it before them · 请删除或提前"),
    OVERLAP(
            "与“{0}”（{1}）同时适用于 {2}，但结果不同：{4}，而非 {5}",
            "\"{0}\" ({1}) matches {3} too and decides otherwise: {4} against {5}",
            "bound one of them, or say by PRIORITY or salience which goes first · 请限定范围或写明优先级"),
    ADDS_UP(
            "与“{0}”（{1}）同时适用于 {2}，两者会相加：{4} 与 {5}",
            "\"{0}\" ({1}) matches {3} too, and both add up: {4} and {5}",
            "bound one of them: the rows of a table should exclude each other · 同一张表的各行应互斥"),
    GAP(
            "“{0}”没有一行适用于 {1}",
            "no row of \"{0}\" matches {2}", "widen a row or add one, with 0 if nothing is meant · 请放宽一行或增加一行"),
    BOUNDARY_GAP(
            "比较 {0} 的规则在边界上漏掉了 {1}",
            "the rules about {0} leave out the boundary: {2}", "one of them should include it · 其中一条应包含边界值"),
    PHASE_UNDECIDED(
            "阶段 {0} 可能没有结果：没有规则适用于 {1}",
            "the phase {0} can end with nothing decided: no rule matches {2}",
            "add a rule for these customers · 请为这些客户增加规则"),
    EMPTY_PHASE("阶段 {0} 没有任何规则", "the phase {0} has no rules", "add some, or leave the phase out · 请增加规则或去掉该阶段"),
    GRADE_NEVER_GIVEN("没有规则给出等级 {0}", "no rule gives the grade {0}", "give it, or take it off the list · 请增加规则或从清单中删除"),
    CATEGORY_NEVER_GIVEN(
            "没有规则给出类别 {0}", "no rule gives the category {0}", "give it, or take it off the list · 请增加规则或从清单中删除"),
    MORE_WARNINGS("此处还有更多类似问题，只列出前 {0} 个", "there are more like this, the first {0} are listed", null),
    ANALYSIS_CUT_SHORT(
            "规则过于复杂，“{0}”只分析了一部分，可能还有未发现的问题",
            "too much to look through: \"{0}\" was analysed in part, more may be doubtful in it",
            "split it, or compare fewer properties in it · 请拆分，或减少所比较的属性"),
    // beyond the author's doing
    NOT_COMPILED(
            "规则通过了检查，但无法编译",
            "the rules passed the check but could not be compiled",
            "please report it, with the files · 请连同文件反馈");

    private static final int VALUE_LENGTH_MAX = 120;

    private final String zh;
    private final String en;
    private final @Nullable String hint;

    Fault(String zh, String en, @Nullable String hint) {
        this.zh = zh;
        this.en = en;
        this.hint = hint;
    }

    String zh(Object... values) {
        return fill(zh, values);
    }

    String en(Object... values) {
        return fill(en, values);
    }

    @Nullable
    String hint(Object... values) {
        if (hint == null) {
            return null;
        }
        String filled = fill(hint, values);
        return filled.isBlank() ? null : filled;
    }

    private static String fill(String template, Object... values) {
        String filled = template;
        for (int i = 0; i < values.length; i++) {
            filled = filled.replace("{" + i + "}", shortened(String.valueOf(values[i])));
        }
        return filled;
    }

    private static String shortened(String value) {
        return value.length() <= VALUE_LENGTH_MAX ? value : value.substring(0, VALUE_LENGTH_MAX) + "…";
    }
}
