using System.Text;
using OpenTelemetry.Metrics;

namespace NetThreat.Web.Metrics;

/// <summary>All samples of one metric name.</summary>
internal sealed class PrometheusFamily(string name, string type, string help)
{
    private readonly StringBuilder _samples = new();

    public string Type => type;

    public void Add(Metric metric)
    {
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            string labels = PrometheusNames.Labels(point.Tags);
            switch (metric.MetricType)
            {
                case MetricType.LongSum or MetricType.LongSumNonMonotonic: Sample(name, labels, point.GetSumLong()); break;
                case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic: Sample(name, labels, point.GetSumDouble()); break;
                case MetricType.LongGauge: Sample(name, labels, point.GetGaugeLastValueLong()); break;
                case MetricType.DoubleGauge: Sample(name, labels, point.GetGaugeLastValueDouble()); break;
                case MetricType.Histogram: Histogram(in point, labels); break;
            }
        }
    }

    public void WriteTo(StringBuilder text) => text
        .Append("# HELP ").Append(name).Append(' ').Append(PrometheusNames.Help(help)).Append('\n')
        .Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n').Append(_samples);

    private void Histogram(ref readonly MetricPoint point, string labels)
    {
        long cumulative = 0;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            cumulative += bucket.BucketCount;
            string bound = $"le=\"{PrometheusNames.Number(bucket.ExplicitBound)}\"";
            Sample(name + "_bucket", labels.Length == 0 ? bound : $"{labels},{bound}", cumulative);
        }
        Sample(name + "_sum", labels, point.GetHistogramSum());
        Sample(name + "_count", labels, point.GetHistogramCount());
    }

    private void Sample(string sample, string labels, double value)
    {
        _samples.Append(sample);
        if (labels.Length > 0) _samples.Append('{').Append(labels).Append('}');
        _samples.Append(' ').Append(PrometheusNames.Number(value)).Append('\n');
    }
}
