using NetThreat.Capture.Live.Privileges;
using NetThreat.Configuration;
using NetThreat.Core.Packets;

namespace NetThreat.Commands;

/// <summary>What a process that listens on interfaces may do.</summary>
internal static class CaptureRights
{
    private const int FirstFreePort = 1024;

    /// <summary>Keeps the right to capture alone, and that to listen on a low port where the dashboard is configured to.</summary>
    /// <returns>What is wrong, in a line; null when nothing is.</returns>
    public static string? Drop(NetThreatOptions options)
    {
        if (options.Capture.KeepPrivileges) return null;
        bool low = options.Roles.Contains(Role.Web) && options.Web.Port is > 0 and < FirstFreePort;
        try
        {
            CapturePrivileges.KeepOnly(CapturePrivileges.NetRaw | (low ? CapturePrivileges.NetBindService : 0));
            return null;
        }
        catch (CaptureException e)
        {
            return e.Message;
        }
    }
}
