using NetThreat.Capture.Files;
using NetThreat.Core.Packets;
using NetThreat.Evaluation;

namespace NetThreat.Learning.Inputs;

/// <summary>The flows of one capture file.</summary>
internal sealed class CaptureInput : IFlowInput
{
    private readonly string _path;
    private readonly FlowLabels? _labels;
    private readonly string? _label;

    private CaptureInput(string path, string name, FlowLabels? labels, string? label) => (_path, Name, _labels, _label) = (path, name, labels, label);

    public string Name { get; }

    public string? Licence => null;

    /// <summary>A capture whose flows are all the same, or of which nobody knows what they are (null).</summary>
    public static CaptureInput Of(string path, string? label) => new(path, Path.GetFileName(path), null, label);

    /// <summary>A capture of a labels file.</summary>
    /// <param name="name">As in the labels.</param>
    public static CaptureInput Labelled(string path, string name, IEnumerable<LabelledActivity> activities) => new(path, name, new FlowLabels(activities), null);

    public IEnumerable<LabelledFlow> Read(CancellationToken cancellation)
    {
        using IPacketSource source = CaptureFile.Open(_path);
        var flows = new MeteredFlows(source);
        foreach (var flow in flows.Read(cancellation)) yield return new(flow, _labels?.Of(flow, flows.First) ?? _label);
    }
}
