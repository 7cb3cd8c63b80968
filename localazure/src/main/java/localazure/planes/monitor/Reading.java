package localazure.planes.monitor;

import java.util.Map;

/**
 * What one evaluation saw of one combination of dimension values.
 *
 * @param met whether the condition of the rule holds
 */
record Reading(Map<String, String> dimensions, double value, boolean met) {}
