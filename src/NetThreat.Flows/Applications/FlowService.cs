namespace NetThreat.Flows.Applications;

/// <summary>The protocol that a flow's payload was recognised as.</summary>
internal enum FlowService : byte
{
    Unknown,
    Dns,
    Ssh,
}
